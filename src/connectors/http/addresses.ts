import { lookup as dnsLookup, type LookupOptions } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Where clouds hand out credentials to whoever asks from inside; no connected system lives there. */
const METADATA = new BlockList()
METADATA.addSubnet('169.254.0.0', 16, 'ipv4')
METADATA.addAddress('100.100.100.200', 'ipv4')
METADATA.addAddress('fd00:ec2::254', 'ipv6')
METADATA.addAddress('fd20:ce::254', 'ipv6')
METADATA.addAddress('fe80::a9fe:a9fe', 'ipv6')

const METADATA_NAMES = new Set(['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data'])

/** Why this address may not be called, or undefined if it may. */
export function refusalOf(url: string): string | undefined {
  const parsed = URL.parse(url)
  if (!parsed) return 'not an absolute address'
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return `${parsed.protocol} addresses are not called`
  const host = parsed.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (METADATA_NAMES.has(host) || isMetadataAddress(host)) return 'addresses of cloud metadata services are refused'
  return undefined
}

function isMetadataAddress(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && METADATA.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** Looks a name up like Node does, and refuses one that leads to a metadata service under another name. */
export const guardedLookup: LookupFunction = (hostname, options: LookupOptions, callback) => {
  dnsLookup(hostname, options, (error, address, family) => {
    const addresses = Array.isArray(address) ? address.map((entry) => entry.address) : [address]
    if (!error && addresses.some(isMetadataAddress)) {
      callback(Object.assign(new Error(`${hostname} leads to a cloud metadata service`), { code: 'EREFUSED' }), '', 4)
      return
    }
    callback(error, address, family)
  })
}
