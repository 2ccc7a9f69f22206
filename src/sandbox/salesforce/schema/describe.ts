import type { FieldDefinition, ObjectDefinition } from './definition.ts'

const SOAP_TYPES: Readonly<Record<string, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  datetime: 'xsd:dateTime',
}

const picklistValue = (value: string, defaultValue: string | null) => ({
  active: true,
  defaultValue: value === defaultValue,
  label: value,
  validFor: null,
  value,
})

/** One field as describe shows it, with all 57 keys of a real reply. */
export function describeField(field: FieldDefinition) {
  const isReference = field.type === 'reference'
  return {
    aggregatable: field.type !== 'boolean' && field.filterable,
    aiPredictionField: false,
    autoNumber: field.autoNumber,
    byteLength: isReference || field.type === 'id' ? 18 : (field.maxBytes ?? field.length * 3),
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: null,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.type === 'boolean' ? false : field.defaultValue,
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: field.type === 'textarea' ? 'plaintextarea' : null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: field.filterable && field.type !== 'datetime' && !field.autoNumber,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.idLookup,
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.referenceTo.length > 1,
    nillable: field.nillable,
    permissionable: (field.createable || field.updateable) && field.nillable,
    picklistValues: field.values.map((value) => picklistValue(value, field.defaultValue)),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restrictedPicklist,
    scale: 0,
    searchPrefilterable: isReference && field.updateable,
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
    sortable: field.sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  }
}

/** What the list of all objects and the describe of one have in common. */
function objectFlags(object: ObjectDefinition) {
  return {
    activateable: false,
    createable: object.createable,
    custom: false,
    customSetting: false,
    deepCloneable: false,
    deletable: object.deletable,
    deprecatedAndHidden: false,
    feedEnabled: object.name === 'Case' || object.name === 'Account' || object.name === 'Contact',
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: object.createable,
    mergeable: object.name === 'Account' || object.name === 'Contact',
    mruEnabled: object.createable,
    name: object.name,
    queryable: true,
    replicateable: object.replicateable,
    retrieveable: true,
    searchable: object.createable,
    triggerable: object.createable,
    undeletable: object.deletable,
    updateable: object.updateable,
  }
}

export function describeBriefly(object: ObjectDefinition, version: string) {
  const path = `/services/data/${version}/sobjects/${object.name}`
  return {
    ...objectFlags(object),
    urls: { rowTemplate: `${path}/{ID}`, describe: `${path}/describe`, sobject: path },
  }
}

export function describeObject(object: ObjectDefinition, version: string) {
  const path = `/services/data/${version}/sobjects/${object.name}`
  return {
    actionOverrides: [],
    ...objectFlags(object),
    childRelationships: object.children.map((child) => describeChild(object, child)),
    compactLayoutable: object.createable,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: object.fields.map(describeField),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [masterRecordType(path)],
    searchLayoutable: object.createable,
    supportedScopes: [{ label: `All ${object.labelPlural.toLowerCase()}`, name: 'everything' }],
    urls: {
      rowTemplate: `${path}/{ID}`,
      describe: `${path}/describe`,
      layouts: `${path}/describe/layouts`,
      compactLayouts: `${path}/describe/compactLayouts`,
      sobject: path,
    },
  }
}

const describeChild = ({ name }: ObjectDefinition, child: ObjectDefinition['children'][number]) => ({
  cascadeDelete: name === 'Case' && child.type !== 'Case',
  childSObject: child.type,
  deprecatedAndHidden: false,
  field: child.field,
  junctionIdListNames: [],
  junctionReferenceTo: [],
  relationshipName: child.name,
  restrictedDelete: false,
})

const masterRecordType = (path: string) => ({
  active: true,
  available: true,
  defaultRecordTypeMapping: true,
  developerName: 'Master',
  master: true,
  name: 'Master',
  recordTypeId: '012000000000000AAA',
  urls: { layout: `${path}/describe/layouts/012000000000000AAA` },
})
