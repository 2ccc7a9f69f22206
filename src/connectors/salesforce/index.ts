import { connectorKind } from '../kind.ts'
import { connect } from './connect.ts'
import { SalesforceSettings } from './settings.ts'

export const salesforce = connectorKind({
  kind: 'salesforce',
  label: 'Salesforce',
  settings: SalesforceSettings,
  connect,
})
