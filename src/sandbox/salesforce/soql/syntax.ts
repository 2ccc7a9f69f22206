/** A query as it was written: names not yet looked up, each with its place for the error message. */
export interface Query {
  readonly text: string
  readonly select: readonly SelectItem[]
  readonly object: Name
  readonly where: Condition | undefined
  readonly orderBy: readonly Order[]
  readonly limit: number | undefined
  readonly offset: number
}

export interface Name {
  readonly text: string
  readonly at: number
}

export type SelectItem =
  | { readonly kind: 'field'; readonly name: Name }
  | { readonly kind: 'count' }
  | { readonly kind: 'children'; readonly query: Query }

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'compare'; readonly field: Name; readonly operator: Comparison; readonly value: Literal }
  | { readonly kind: 'like'; readonly field: Name; readonly pattern: string }
  | { readonly kind: 'in'; readonly field: Name; readonly isNegated: boolean; readonly values: readonly Literal[] }

export type Literal =
  | { readonly kind: 'string'; readonly value: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number }
  | { readonly kind: 'null'; readonly at: number }
  | { readonly kind: 'moment'; readonly value: string; readonly at: number }
  /** A whole day or longer, such as TODAY or LAST_N_DAYS:3. */
  | { readonly kind: 'relative'; readonly name: string; readonly days: number; readonly at: number }

export interface Order {
  readonly field: Name
  readonly isDescending: boolean
  readonly nullsLast: boolean
}
