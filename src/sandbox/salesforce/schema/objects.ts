import {
  auditFields,
  deletedFlag,
  derived,
  email,
  flag,
  kept,
  longText,
  moment,
  phone,
  picklist,
  recordIdField,
  reference,
  required,
  text,
  type FieldDefinition,
  type ObjectDefinition,
} from './definition.ts'

const uniqueKey = { externalId: true, unique: true, idLookup: true, custom: true }
const openToAll = { createable: true, updateable: true, deletable: true, replicateable: true, children: [] }
const setUpOnly = { createable: false, updateable: false, deletable: false, replicateable: true, children: [] }

const caseFields: readonly FieldDefinition[] = [
  recordIdField('Case ID'),
  deletedFlag,
  reference('MasterRecordId', 'Master Record ID', 'MasterRecord', ['Case'], derived),
  text('CaseNumber', 'Case Number', 30, { ...kept, nameField: true, autoNumber: true, idLookup: true }),
  reference('ContactId', 'Contact ID', 'Contact', ['Contact']),
  reference('AccountId', 'Account ID', 'Account', ['Account']),
  reference('ParentId', 'Parent Case ID', 'Parent', ['Case']),
  text('SuppliedName', 'Name', 80),
  email('SuppliedEmail', 'Email Address'),
  phone('SuppliedPhone', 'Phone'),
  text('SuppliedCompany', 'Company', 80),
  picklist('Type', 'Case Type', ['Question', 'Problem', 'Feature Request', 'Other']),
  picklist('Status', 'Status', ['New', 'Working', 'Escalated', 'On Hold', 'Closed'], { defaultValue: 'New' }),
  picklist('Reason', 'Case Reason', ['Installation', 'Performance', 'Breakdown', 'Feedback', 'Billing', 'Other']),
  picklist('Origin', 'Case Origin', ['Phone', 'Email', 'Web']),
  text('Subject', 'Subject', 255),
  picklist('Priority', 'Priority', ['High', 'Medium', 'Low'], { defaultValue: 'Medium' }),
  longText('Description', 'Description', 32_000),
  flag('IsClosed', 'Closed', kept),
  moment('ClosedDate', 'Closed Date', derived),
  flag('IsEscalated', 'Escalated'),
  reference('OwnerId', 'Owner ID', 'Owner', ['Group', 'User'], { nillable: false, defaultedOnCreate: true }),
  ...auditFields,
  phone('ContactPhone', 'Contact Phone', derived),
  email('ContactEmail', 'Contact Email', derived),
  longText('Comments', 'Internal Comments', 4000),
  text('Jira_Reference__c', 'Jira Reference', 255, uniqueKey),
  text('Jira_Issue_Id__c', 'Jira Issue Id', 255, uniqueKey),
  picklist('Severity__c', 'Severity', ['Urgent', 'Critical'], { restrictedPicklist: true, custom: true }),
]

const commentFields: readonly FieldDefinition[] = [
  recordIdField('Case Comment ID'),
  reference('ParentId', 'Parent ID', 'Parent', ['Case'], { ...required, updateable: false }),
  flag('IsPublished', 'Published'),
  longText('CommentBody', 'Body', 4000, { maxBytes: 4000 }),
  ...auditFields,
  deletedFlag,
]

const historyFields: readonly FieldDefinition[] = [
  recordIdField('Case History ID'),
  deletedFlag,
  reference('CaseId', 'Case ID', 'Case', ['Case'], kept),
  reference('CreatedById', 'Created By ID', 'CreatedBy', ['User'], kept),
  moment('CreatedDate', 'Created Date'),
  text('Field', 'Changed Field', 255, kept),
  text('OldValue', 'Old Value', 255, { ...derived, filterable: false, sortable: false }),
  text('NewValue', 'New Value', 255, { ...derived, filterable: false, sortable: false }),
]

const accountFields: readonly FieldDefinition[] = [
  recordIdField('Account ID'),
  deletedFlag,
  text('Name', 'Account Name', 255, { ...required, nameField: true }),
  text('AccountNumber', 'Account Number', 40),
  picklist('Type', 'Account Type', ['Customer - Direct', 'Customer - Channel', 'Prospect', 'Other']),
  picklist('Industry', 'Industry', ['Banking', 'Energy', 'Healthcare', 'Manufacturing', 'Retail', 'Transportation']),
  phone('Phone', 'Account Phone'),
  text('BillingCity', 'Billing City', 40),
  text('BillingCountry', 'Billing Country', 80),
  reference('OwnerId', 'Owner ID', 'Owner', ['User'], { nillable: false, defaultedOnCreate: true }),
  ...auditFields,
]

const contactFields: readonly FieldDefinition[] = [
  recordIdField('Contact ID'),
  deletedFlag,
  reference('AccountId', 'Account ID', 'Account', ['Account']),
  text('LastName', 'Last Name', 80, required),
  text('FirstName', 'First Name', 40),
  text('Name', 'Full Name', 121, { ...kept, nameField: true, defaultedOnCreate: false }),
  email('Email', 'Email', { idLookup: true }),
  phone('Phone', 'Business Phone'),
  reference('OwnerId', 'Owner ID', 'Owner', ['User'], { nillable: false, defaultedOnCreate: true }),
  ...auditFields,
]

const userFields: readonly FieldDefinition[] = [
  recordIdField('User ID'),
  text('Username', 'Username', 80, { ...required, idLookup: true }),
  text('LastName', 'Last Name', 80, required),
  text('FirstName', 'First Name', 40),
  text('Name', 'Full Name', 121, { ...kept, nameField: true, defaultedOnCreate: false }),
  email('Email', 'Email', { ...required, length: 128, idLookup: true }),
  flag('IsActive', 'Active'),
  picklist('UserType', 'User Type', ['Standard', 'PowerPartner', 'CSPOnly', 'Guest'], derived),
  text('Alias', 'Alias', 8, required),
  text('TimeZoneSidKey', 'Time Zone', 40, required),
  text('LocaleSidKey', 'Locale', 40, required),
  ...auditFields,
]

const groupFields: readonly FieldDefinition[] = [
  recordIdField('Group ID'),
  text('Name', 'Name', 40, { ...required, nameField: true }),
  text('DeveloperName', 'Developer Name', 80),
  picklist('Type', 'Type', ['Regular', 'Queue', 'Role', 'Organization'], required),
  email('Email', 'Email', { length: 255 }),
  ...auditFields,
]

const queueFields: readonly FieldDefinition[] = [
  recordIdField('Queue Sobject ID'),
  reference('QueueId', 'Group ID', 'Queue', ['Group'], required),
  text('SobjectType', 'Sobject Type', 40, required),
  reference('CreatedById', 'Created By ID', 'CreatedBy', ['User'], kept),
  moment('SystemModstamp', 'System Modstamp'),
]

const organizationFields: readonly FieldDefinition[] = [
  recordIdField('Organization ID'),
  text('Name', 'Name', 80, { ...required, nameField: true }),
  text('InstanceName', 'Instance Name', 5, derived),
  flag('IsSandbox', 'Is Sandbox', kept),
  text('OrganizationType', 'Edition', 40, kept),
  text('TimeZoneSidKey', 'Time Zone', 40, required),
  text('LanguageLocaleKey', 'Language', 40, required),
  ...auditFields,
]

/** Everything that the org knows, in the order of the global describe. */
export const objects: readonly ObjectDefinition[] = [
  {
    ...openToAll,
    name: 'Account',
    label: 'Account',
    labelPlural: 'Accounts',
    keyPrefix: '001',
    fields: accountFields,
    children: [
      { name: 'Cases', type: 'Case', field: 'AccountId' },
      { name: 'Contacts', type: 'Contact', field: 'AccountId' },
    ],
  },
  {
    ...openToAll,
    name: 'Case',
    label: 'Case',
    labelPlural: 'Cases',
    keyPrefix: '500',
    fields: caseFields,
    children: [
      { name: 'CaseComments', type: 'CaseComment', field: 'ParentId' },
      { name: 'Histories', type: 'CaseHistory', field: 'CaseId' },
      { name: 'Cases', type: 'Case', field: 'ParentId' },
    ],
  },
  {
    ...openToAll,
    name: 'CaseComment',
    label: 'Case Comment',
    labelPlural: 'Case Comments',
    keyPrefix: '00a',
    fields: commentFields,
  },
  {
    ...setUpOnly,
    name: 'CaseHistory',
    label: 'Case History',
    labelPlural: 'Case History',
    keyPrefix: '017',
    fields: historyFields,
  },
  {
    ...openToAll,
    name: 'Contact',
    label: 'Contact',
    labelPlural: 'Contacts',
    keyPrefix: '003',
    fields: contactFields,
    children: [{ name: 'Cases', type: 'Case', field: 'ContactId' }],
  },
  {
    ...setUpOnly,
    name: 'Group',
    label: 'Group',
    labelPlural: 'Group',
    keyPrefix: '00G',
    fields: groupFields,
    children: [{ name: 'QueueSobjects', type: 'QueueSobject', field: 'QueueId' }],
  },
  {
    ...setUpOnly,
    name: 'Organization',
    label: 'Organization',
    labelPlural: 'Organizations',
    keyPrefix: '00D',
    fields: organizationFields,
    replicateable: false,
  },
  {
    ...setUpOnly,
    name: 'QueueSobject',
    label: 'Queue Sobject',
    labelPlural: 'Queue Sobjects',
    keyPrefix: '03g',
    fields: queueFields,
    replicateable: false,
  },
  { ...setUpOnly, name: 'User', label: 'User', labelPlural: 'Users', keyPrefix: '005', fields: userFields },
]
