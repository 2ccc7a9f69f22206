import { existsSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createOneTimeLink } from '../../src/server/one-time-links.ts'
import { launchBrowser } from '../browser.ts'
import { startServer, type RunningServer } from './running-server.ts'
import { ids } from './seed-workflow.ts'
import { pairOf, seedDay, uuid } from './seed.ts'

const webRoot = 'dist/web'
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let browser: Browser
let server: RunningServer

beforeAll(async () => {
  if (!existsSync(`${webRoot}/index.html`)) await build({ logLevel: 'error' })
  browser = await launchBrowser()
  server = await startServer({ webRoot: `${process.cwd()}/${webRoot}` })
  await seedDay(server.store, server.clock.now())
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.close()
})

/** A page of a browser of its own that gathers what the console complains about, a broken security policy included. */
async function openPage(options: { width?: number; colorScheme?: 'light' | 'dark' } = {}) {
  const { width = 1440, colorScheme = 'light' } = options
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints }
}

async function signIn(page: Page, at: RunningServer = server): Promise<void> {
  await page.goto(await createOneTimeLink({ ...at, purpose: 'sign-in', webUrl: at.url }))
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor()
}

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth')
}

const operationPath = `/activity/${uuid(2, 0)}`
const views = [
  { path: '/', shows: 'Gaps in 24 hours' },
  { path: '/activity', shows: 'Updated OPS-310: Priority, Summary' },
  { path: operationPath, shows: 'Field by field' },
  { path: `${operationPath}?tab=payloads`, shows: '1 signal' },
  { path: `${operationPath}?tab=http`, shows: '/rest/api/3/issue/bulkfetch' },
  { path: `${operationPath}?tab=history`, shows: 'Both sides agree already' },
  { path: '/nowhere', shows: 'There is no page at this address' },
] as const

describe.each([
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const)('$colorScheme at $width', (screen) => {
  let page: Page
  let complaints: string[]
  beforeAll(async () => {
    ;({ page, complaints } = await openPage(screen))
    await signIn(page)
  })
  afterAll(() => page.context().close())

  test.each(views)(
    '[W40] $path is accessible, fits the screen and keeps the security policy',
    async ({ path, shows }) => {
      await page.goto(server.url + path)
      await page.getByText(shows).first().waitFor()

      expect(await violationsOf(page)).toEqual([])
      expect(await overflowOf(page)).toBeLessThanOrEqual(0)
      expect(complaints).toEqual([])
    },
  )
})

describe('at work', () => {
  let page: Page
  beforeAll(async () => {
    ;({ page } = await openPage())
    await signIn(page)
  })
  beforeEach(async () => {
    await page.goto(`${server.url}/activity`)
    await page.getByRole('link', { name: 'Updated OPS-310: Priority, Summary' }).first().waitFor()
  })
  afterAll(() => page.context().close())

  const focused = () => page.evaluate<string>('document.activeElement.textContent')
  const openOperation = () => page.getByRole('region', { name: 'Operation' })

  test('[W41] the activity is worked by keyboard: move, open, move on, close', async () => {
    await page.keyboard.press('j')
    const first = await focused()
    await page.keyboard.press('ArrowDown')
    const second = await focused()
    await page.keyboard.press('k')
    expect([await focused(), first === second]).toEqual([first, false])

    await page.keyboard.press('Enter')
    await openOperation().getByRole('heading', { name: first }).waitFor()
    await page.keyboard.press('Escape')
    await openOperation().waitFor({ state: 'detached' })
    expect(await focused()).toBe(first)
  })

  test('[W42] an operation that settles appears at the top by itself', async () => {
    await page.getByText('Live', { exact: true }).waitFor()
    const pair = pairOf(7)
    await server.store.db
      .insertInto('operations')
      .values({
        ...{ id: uuid(6, 1), at: new Date(), started_at: new Date(), workflow_id: ids.workflow, version: 3 },
        ...{ pair_id: pair.id, action: 'Case to task', trigger: 'poller', attempt: 1, latency_ms: 400, stages: '[]' },
        ...{ left_id: pair.left.id, left_key: pair.left.key, right_id: pair.right.id, right_key: pair.right.key },
        ...{ verdict: 'updated', summary: 'Updated OPS-317: Labels', failure: null },
      })
      .execute()

    server.engine.tell({ id: uuid(6, 1), workflowId: ids.workflow })

    await page.getByRole('listitem').filter({ hasText: 'Updated OPS-317: Labels' }).waitFor()
    expect(await page.locator('[data-row]').first().textContent()).toBe('Updated OPS-317: Labels')
  })

  test('[W43] the activity is searched by key, and the address can be shared', async () => {
    await page.getByLabel('Search by case number or issue key').fill('ops-313')
    await page.waitForURL('**/activity?q=ops-313')
    await page.reload()

    await page.getByRole('link', { name: 'OPS-313 (opens in a new tab)' }).first().waitFor()
    expect(await page.getByRole('link', { name: 'OPS-310 (opens in a new tab)' }).count()).toBe(0)
  })

  test('[W43] what is hidden at first is shown when asked for', async () => {
    const hidden = page.getByRole('link', { name: 'Both sides agree already' })
    expect(await hidden.count()).toBe(0)

    await page.getByRole('button', { name: 'Unchanged' }).click()

    await hidden.first().waitFor()
  })

  test('[W44] older operations follow when one scrolls to the end', async () => {
    const rows = page.locator('[data-row]')
    const before = await rows.count()

    await rows.last().scrollIntoViewIfNeeded()

    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBeGreaterThan(before)
  })

  test('[W45] an HTTP exchange opens to its headers and bodies, in lines', async () => {
    await page.goto(`${server.url}${operationPath}?tab=http`)
    await page
      .getByRole('button', { name: /bulkfetch/ })
      .first()
      .click()

    const body = page.getByRole('region', { name: 'request body' })
    await body.waitFor()
    expect(await body.textContent()).toContain('{\n  "issueIdsOrKeys": [')
    expect(await violationsOf(page)).toEqual([])
  })

  test('[W46] a workflow is paused from the dashboard, with the reason', async () => {
    await page.goto(server.url)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByLabel('Why?').fill('Release in Jira')
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Pause the workflow' }).click()

    await page.getByText('is paused. Changes are still noted and wait.').waitFor()
    expect(server.engine.asked).toContain(`pause ${ids.workflow}: Release in Jira`)
  })

  test('[W47] the colour scheme is chosen and kept', async () => {
    await page.getByRole('button', { name: 'Colour scheme' }).click()
    await page.getByRole('menuitem', { name: 'Dark' }).click()
    await page.reload()

    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
  })
})

describe('on the first start', () => {
  let fresh: RunningServer
  beforeAll(async () => {
    fresh = await startServer({ webRoot: `${process.cwd()}/${webRoot}` })
  })
  afterAll(() => fresh.close())

  test('[W48] the first page says where the link is; the link makes the administrator; then one signs in', async () => {
    const { page } = await openPage()
    await page.goto(fresh.url)
    await page.getByRole('heading', { name: 'Welcome to Crosstie' }).waitFor()
    expect(await page.getByLabel('Password', { exact: true }).count()).toBe(0)
    expect(await violationsOf(page)).toEqual([])

    await page.goto(await createOneTimeLink({ ...fresh, purpose: 'first-admin', webUrl: fresh.url }))
    await page.getByLabel('Name').fill('Ada')
    await page.getByLabel('E-mail address').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('too short')
    await page.getByRole('button', { name: 'Make the administrator' }).click()
    await page.getByText('Use at least 12 characters.').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await page.getByRole('button', { name: 'Make the administrator' }).click()
    await page.getByText('No workflow yet').waitFor()
    expect(await violationsOf(page)).toEqual([])

    await page.getByRole('button', { name: 'Account of Ada' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByLabel('E-mail address').fill('ada@example.com')
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await page.keyboard.press('Enter')
    await page.getByText('No workflow yet').waitFor()
    await page.context().close()
  })

  test('[W49] a link that was used says so and what to do', async () => {
    const { page } = await openPage()

    await page.goto(`${fresh.url}/sign-in#used-up`)

    await page.getByText('This link does not work any more.').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.context().close()
  })
})
