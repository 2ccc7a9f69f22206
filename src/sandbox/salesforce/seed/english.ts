import type { Story } from './languages.ts'

/** Letters in English, by what of the product they are about. */
export const englishStories: readonly Story[] = [
  {
    subject: 'Cannot sign in after enabling SSO ({code})',
    body: [
      'Since we switched on single sign-on, about {count} of our users land on a blank page after the redirect.',
      'The address bar ends in /auth/callback?error=<{code}> & nothing else happens.\n\nWhat we tried:\n- cleared cookies\n- another browser\n- a private window',
    ],
  },
  {
    subject: 'Password reset mail never arrives',
    body: [
      'Two of our people asked for a password reset and got nothing, not even in the junk folder.',
      'Our mail admin says there was no connection from your side at all.',
    ],
  },
  {
    subject: 'Locked out: "too many attempts" although nobody tried',
    body: [
      'The account of our shift lead is locked every morning at 6:00.',
      'Could this be the old scanner in hall {count}?',
    ],
  },
  {
    subject: 'Invoice {invoice} charged twice',
    body: [
      'Our card was charged twice for invoice {invoice}. Please refund one of them.',
      'I attach nothing here because your form says "max. 0 MB" 🙃',
    ],
  },
  { subject: 'Wrong VAT rate on invoice {invoice}', body: ['Invoice {invoice} shows 23 % VAT. Our rate is 13.5 %.'] },
  {
    subject: 'Please change billing contact',
    body: [
      'Our accounts payable moved. New address for invoices: ap@customer.example',
      'The old one will stop working at the end of the month.',
    ],
  },
  {
    subject: 'Mobile app crashes when scanning QR codes',
    body: [
      'Version {version} of the app closes as soon as the camera opens.',
      'Devices: 3 x Pixel 8, 1 x iPhone 15. It worked last week.',
    ],
  },
  {
    subject: 'App is offline in hall {count} although Wi-Fi is fine',
    body: [
      'The app shows the grey cloud, everything else on the same phone is online.',
      'Walking to the window helps. So it may well be us; can you tell from your side?',
    ],
  },
  {
    subject: 'Export to CSV drops the last column',
    body: [
      'The export of "Shipments by carrier" lacks the column "Customs value" when there are more than {count} rows.',
      'With fewer rows it is there.',
    ],
  },
  {
    subject: 'Report "Open orders" times out',
    body: [
      'The report runs for exactly 120 seconds and then says:\n\n<html><body><h1>504 Gateway Time-out</h1></body></html>\n\nWe need it for the weekly call.',
    ],
  },
  {
    subject: 'Dashboard totals differ from the export',
    body: ['Dashboard: {count} orders. Export of the same day: three fewer.', 'Time zone? We are on Europe/Dublin.'],
  },
  {
    subject: 'Webhook signature does not match',
    body: [
      'We check the signature as described in your docs, and about one in {count} events fails.',
      'All of them contain characters like é or 🚚 in the address. Byte length vs. character length perhaps?\n\n```\nif (!timingSafeEqual(a, b)) throw new Error("bad signature")\n```',
    ],
  },
  {
    subject: 'API returns 429 during our nightly import',
    body: [
      'Since Monday we get 429 with Retry-After: 3600 in the middle of the import.',
      'Our plan says 1,000 calls a minute; we make {count}.',
    ],
  },
  {
    subject: 'API: `<script>` in product names comes back escaped twice',
    body: ['We store names like <b>Bold & Bright</b> and get &amp;lt;b&amp;gt; back.', 'Expected: what we put in.'],
  },
  {
    subject: 'ERR-{count} while importing products',
    body: ['The product import stops with ERR-{count} at line 1.', 'The file has a byte order mark, if that matters.'],
  },
  {
    subject: 'Labels come out blank on the Zebra printer',
    body: [
      'After the update to {version} all labels of the second printer are blank.',
      'Test page from the printer itself is fine. Driver reinstalled, cable changed, coffee drunk ☕',
    ],
  },
  {
    subject: 'Label shows the wrong return address',
    body: [
      'All labels printed since yesterday show our old address in the "return to" box.',
      'About {count} parcels went out like that.',
    ],
  },
  {
    subject: 'Stock levels are off by one after returns',
    body: [
      'When a return is booked and cancelled again, stock goes up by one.',
      'Steps:\n1. book return\n2. cancel it\n3. look at the stock\n\nExpected: as before. Actual: one more.',
    ],
  },
  {
    subject: 'Inventory sync stuck at {count} %',
    body: [
      'The sync has been at {count} % since last night.',
      'Cancelling it does nothing. Restarting it says "already running".',
    ],
  },
  {
    subject: 'Duplicate products after the merge of warehouses',
    body: [
      'We merged two warehouses as you told us, and now each product is there twice.',
      'Before we delete {count} of them by hand: is there a better way?',
    ],
  },
  {
    subject: 'Notification mails in the wrong language',
    body: ['Our colleagues in Lyon get their notifications in German. Their profile says French.'],
  },
  {
    subject: 'Please stop the daily summary',
    body: ['I unsubscribed three times. The daily summary keeps coming. Please 🙏'],
  },
  {
    subject: 'No alert when a carrier is down',
    body: [
      'Yesterday the carrier was down for two hours and we heard it from our customers.',
      'We had set an alert for exactly this.',
    ],
  },
  {
    subject: 'New role can see salaries?!',
    body: [
      'The new role "Team lead" can open the page /people/{count}/details.',
      'It should not. Please look at this first.',
    ],
  },
  {
    subject: 'How do I give read-only access to an auditor?',
    body: ['Our auditor needs to see shipments and invoices of last year, nothing else.', 'Is there a role for that?'],
  },
  {
    subject: 'Everything is slow since this morning',
    body: ['Every page takes 10 seconds or more, for all of us.', 'Trace id of one: {code}. Outage?'],
  },
  {
    subject: 'Search finds nothing for names with an apostrophe',
    body: [
      "Searching for O'Neill finds nothing, ONeill finds nothing, Neill finds it.",
      'The same with "D\'Angelo" and with C:\\temp\\names.txt, not that anybody is called that.',
    ],
  },
  {
    subject: 'Feature request: dark mode for the packing screen',
    body: ['The packing stations stand in a dark corner. A dark mode would help our eyes 😎'],
  },
  {
    subject: 'Feature request: sort orders by promised date',
    body: [
      'We can sort by order date but not by the date that we promised.',
      'Today we export to a spreadsheet for that.',
    ],
  },
  {
    subject: 'Total outage of the packing screen – orders piling up',
    body: [
      'None of the {count} packing stations loads. We get a white page.',
      'This stops our whole outbound. Please call +44 20 7946 0123.',
    ],
  },
  {
    subject: 'Clock on reports is one hour ahead',
    body: ['Since the change of the clocks all reports are one hour ahead.'],
  },
  {
    subject: 'Question about data retention',
    body: ['How long do you keep shipment data, and where?', 'Our data protection officer asks.'],
  },
]
