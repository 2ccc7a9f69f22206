import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Session } from './session.ts'

export const passwordLengthMin = 12

/** Makes the first administrator and signs them in. Works once, with the token of the link printed at the first start. */
export const createFirstAdmin = endpoint({
  method: 'POST',
  path: '/api/first-admin',
  access: 'anyone',
  input: z.object({
    token: z.string().min(1).max(200),
    name: z.string().trim().min(1, 'Enter your name.').max(200),
    email: z.string().trim().toLowerCase().pipe(z.email('Enter an e-mail address, like name@example.com.')),
    password: z
      .string()
      .min(passwordLengthMin, `Use at least ${passwordLengthMin} characters.`)
      .max(1024, 'Use at most 1024 characters.'),
  }),
  output: Session,
})
