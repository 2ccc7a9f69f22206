import { describe, expect, test } from 'vitest'
import { readAddress, recordUrl } from './address.ts'

describe('[L1] any address a person pastes leads to the API host', () => {
  test.each([
    ['https://acme.my.salesforce.com', 'my-domain', 'https://acme.my.salesforce.com'],
    ['https://acme.my.salesforce.com/', 'my-domain', 'https://acme.my.salesforce.com'],
    ['  acme.my.salesforce.com  ', 'my-domain', 'https://acme.my.salesforce.com'],
    ['http://acme.my.salesforce.com', 'my-domain', 'https://acme.my.salesforce.com'],
    ['HTTPS://ACME.MY.SALESFORCE.COM', 'my-domain', 'https://acme.my.salesforce.com'],
    ['https://acme.lightning.force.com/lightning/r/Case/500/view?x=1#y', 'my-domain', 'https://acme.my.salesforce.com'],
    ['acme.lightning.force.com/lightning/page/home', 'my-domain', 'https://acme.my.salesforce.com'],
    [
      'https://acme--qa.sandbox.lightning.force.com/lightning/o/Case/list',
      'my-domain',
      'https://acme--qa.sandbox.my.salesforce.com',
    ],
    ['https://acme--qa.sandbox.my.salesforce.com', 'my-domain', 'https://acme--qa.sandbox.my.salesforce.com'],
    [
      'https://acme.my.salesforce-setup.com/lightning/setup/SetupOneHome/home',
      'my-domain',
      'https://acme.my.salesforce.com',
    ],
    ['https://acme-dev-ed.develop.lightning.force.com', 'my-domain', 'https://acme-dev-ed.develop.my.salesforce.com'],
    ['https://acme.lightning.crmforce.mil', 'my-domain', 'https://acme.my.salesforce.mil'],
    ['https://acme.my-lightning.com', 'my-domain', 'https://acme.my-salesforce.com'],
    ['https://acme.lightning.sfcrmapps.cn', 'my-domain', 'https://acme.my.sfcrmproducts.cn'],
    ['https://user:word@acme.my.salesforce.com', 'my-domain', 'https://acme.my.salesforce.com'],
    ['login.salesforce.com', 'login', 'https://login.salesforce.com'],
    ['https://test.salesforce.com/?locale=en', 'login', 'https://test.salesforce.com'],
    ['https://na139.salesforce.com/home/home.jsp', 'other', 'https://na139.salesforce.com'],
    ['http://127.0.0.1:4102', 'other', 'http://127.0.0.1:4102'],
    ['127.0.0.1:4102/cases', 'other', 'http://127.0.0.1:4102'],
    ['localhost:4102', 'other', 'http://localhost:4102'],
    ['http://[::1]:4102/', 'other', 'http://[::1]:4102'],
    ['http://sandbox:4102', 'other', 'http://sandbox:4102'],
  ])('%s', (pasted, kind, origin) => {
    expect(readAddress(pasted)).toEqual({ kind, origin })
  })

  test.each([
    ['', 'This is not a web address.'],
    ['ftp://acme.my.salesforce.com', 'This is not a web address.'],
    ['our salesforce', 'This is not a web address.'],
    ['https://acme--c.vf.force.com/apex/Page', 'acme--c.vf.force.com only serves pages; no API answers there.'],
    ['https://acme.my.site.com/help', 'acme.my.site.com only serves pages; no API answers there.'],
    ['https://www.salesforce.com', 'www.salesforce.com is not the address of an org.'],
  ])('[L1] "%s" is refused with a hint', (pasted, problem) => {
    const address = readAddress(pasted)

    expect(address).toMatchObject({ kind: 'unusable', problem })
    expect(address).toHaveProperty('hint', expect.stringContaining('My Domain'))
  })
})

test.each([
  ['https://acme.my.salesforce.com', 'Case', 'https://acme.my.salesforce.com/lightning/r/Case/500000000000001AAA/view'],
  ['http://127.0.0.1:4102', 'Case', 'http://127.0.0.1:4102/cases/500000000000001AAA'],
  ['http://localhost:4102', 'Account', 'http://localhost:4102/500000000000001AAA'],
])("[L2] a record's page is Lightning's, or the sandbox's own on loopback: %s %s", (siteUrl, entity, url) => {
  expect(recordUrl(siteUrl, { entity, id: '500000000000001AAA' })).toBe(url)
})
