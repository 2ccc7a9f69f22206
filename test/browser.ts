import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/** A real Chromium that needs no package of the system: from npm, or the one that CHROMIUM_PATH names. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? (await unpackChromium())
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

/**
 * The package unpacks into the temporary folder and reuses whatever lies there, another version included: so it gets a
 * folder of ours. It brings the libraries and fonts that a bare system lacks only where it believes to be on AWS Lambda.
 */
async function unpackChromium(): Promise<string> {
  const folder = join(process.cwd(), 'node_modules/.cache/chromium-153')
  process.env['FONTCONFIG_PATH'] = writeFontConfiguration(folder)
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs20.x'
  const temporary = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    return await packed.executablePath()
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = temporary
  }
}

/** Without a font of its own, Chromium lays text out with no width and takes it for hidden. */
function writeFontConfiguration(folder: string): string {
  const configuration = join(folder, 'fontconfig')
  mkdirSync(configuration, { recursive: true })
  writeFileSync(
    join(configuration, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`,
  )
  return configuration
}
