import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const outDir = 'dist/web'

export default defineConfig({
  publicDir: 'src/web/public',
  plugins: [react(), gzipFiles()],
  build: {
    outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': process.env['CROSSTIE_URL'] ?? 'http://127.0.0.1:4100' } },
})

/** Lays a compressed file beside each text, so that the server need not compress at every request. */
function gzipFiles(): Plugin {
  return {
    name: 'gzip-files',
    apply: 'build',
    async closeBundle() {
      const names = await readdir(outDir, { recursive: true })
      const texts = names.filter((name) => /\.(js|css|html|svg)$/.test(name)).map((name) => join(outDir, name))
      await Promise.all(texts.map(async (path) => writeFile(`${path}.gz`, gzipSync(await readFile(path)))))
    },
  }
}
