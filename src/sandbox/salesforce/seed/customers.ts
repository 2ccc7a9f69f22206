import type { Random } from '../random.ts'
import type { Language } from './languages.ts'
import { audit, type Plant } from './plant.ts'

export interface Customer {
  readonly contactId: string
  readonly accountId: string
  readonly email: string
  readonly phone: string
  readonly name: string
  readonly company: string
  readonly language: Language
}

interface Company {
  readonly name: string
  readonly industry: string
  readonly city: string
  readonly country: string
  readonly language: Language
  readonly contacts: readonly string[]
}

const company = (
  name: string,
  industry: string,
  city: string,
  country: string,
  language: Language,
  contacts: readonly string[],
): Company => ({ name, industry, city, country, language, contacts })

const companies: readonly Company[] = [
  company('Northwind Freight', 'Transportation', 'Leeds', 'United Kingdom', 'en', ['Olivia Hartley', 'Tom Ashworth']),
  company('Blue Mesa Outfitters', 'Retail', 'Denver', 'United States', 'en', [
    'Jordan Ellis',
    'Priya Raman',
    'Sam Whitaker',
  ]),
  company('Harbour & Vine Ltd.', 'Retail', 'Bristol', 'United Kingdom', 'en', ['Fiona McKay', 'Declan O’Brien']),
  company('Cedar Health Network', 'Healthcare', 'Toronto', 'Canada', 'en', ['Marcus Chen', 'Aisha Rahman']),
  company('Kestrel Robotics', 'Manufacturing', 'Austin', 'United States', 'en', ['Dana Kowalski', 'Luis Ortega']),
  company('Southern Cross Energy', 'Energy', 'Perth', 'Australia', 'en', ['Grace Nguyen', 'Ben Tully']),
  company('Bergmann Logistik GmbH', 'Transportation', 'Hamburg', 'Germany', 'de', [
    'Jürgen Bergmann',
    'Sabine Großmann',
  ]),
  company('Köhler Präzision AG', 'Manufacturing', 'Stuttgart', 'Germany', 'de', ['Uwe Köhler', 'Anke Weiß']),
  company('Alpenblick Versand', 'Retail', 'Innsbruck', 'Austria', 'de', ['Katharina Moser']),
  company('Maison Lefèvre', 'Retail', 'Lyon', 'France', 'fr', ['Élodie Lefèvre', 'Théo Garçon']),
  company('Transports Beaumont', 'Transportation', 'Nantes', 'France', 'fr', ['Cédric Beaumont']),
  company('Ibérica Solar S.A.', 'Energy', 'Sevilla', 'Spain', 'es', ['Lucía Peña', 'Íñigo Muñoz']),
  company('Farmacias Del Río', 'Healthcare', 'Bogotá', 'Colombia', 'es', ['Andrés Quiñones']),
  company('Балкан Карго', 'Transportation', 'Пловдив', 'България', 'bg', ['Мария Иванова', 'Георги Димитров']),
  company('Тракия Фуудс', 'Retail', 'Стара Загора', 'България', 'bg', ['Десислава Колева']),
  company('三浦精密工業', 'Manufacturing', '名古屋', '日本', 'ja', ['三浦 健一', '佐藤 美咲']),
  company('Sakura Retail Group', 'Retail', '東京', '日本', 'ja', ['高橋 直人']),
  company('First Meridian Bank', 'Banking', 'Dublin', 'Ireland', 'en', ['Niamh Gallagher', 'Oscar Field']),
]

/** Accounts and the people there who write in. Two of them share an address, so that a key can match twice. */
export function seedCustomers(
  plant: Plant,
  random: Random,
  agents: readonly string[],
  founded: string,
): readonly Customer[] {
  return companies.flatMap((one, place) => {
    const ownerId = random.pick(agents)
    const accountId = plant('Account', {
      ...audit(founded, ownerId),
      Name: one.name,
      AccountNumber: `AC-${String(2040 + place * 7)}`,
      Type: 'Customer - Direct',
      Industry: one.industry,
      Phone: phoneNumber(random),
      BillingCity: one.city,
      BillingCountry: one.country,
      OwnerId: ownerId,
    })
    return one.contacts.map((name, index) => {
      const [first = '', last = ''] = one.language === 'ja' ? name.split(' ').toReversed() : name.split(' ')
      const shared = one.name === 'Harbour & Vine Ltd.'
      const email = shared ? 'orders@harbour-vine.example' : `contact${place + 1}.${index + 1}@customer.example`
      const phone = phoneNumber(random)
      const contactId = plant('Contact', {
        ...audit(founded, ownerId),
        AccountId: accountId,
        FirstName: first,
        LastName: last,
        Name: `${first} ${last}`,
        Email: email,
        Phone: phone,
        OwnerId: ownerId,
      })
      return { contactId, accountId, email, phone, name, company: one.name, language: one.language }
    })
  })
}

const phoneNumber = (random: Random) => `+44 20 7946 0${String(random.below(1000)).padStart(3, '0')}`
