/** Serves a built deck: the page with the server's facts in it, everything else as it lies in the folder. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sirv from 'sirv'
import { type PageFacts, withFacts } from './page-facts.ts'
import type { RequestHandler } from './web-server.ts'

/** Answers for the deck in `folder`; `facts` is asked each time the page is. Throws if there's no page. */
export async function deckFiles(folder: string, facts: () => PageFacts): Promise<RequestHandler> {
  const page = await readFile(join(folder, 'index.html'), 'utf8')
  const files = sirv(folder, {
    brotli: true,
    gzip: true,
    etag: true,
    extensions: [],
    setHeaders: (response, path) => response.setHeader('Cache-Control', cacheFor(path)),
  })
  return (request, response) => {
    if (isPage(request.url)) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
      response.end(request.method === 'HEAD' ? undefined : withFacts(page, facts()))
      return
    }
    // The deck has nothing to resume, and a range that ends before it begins would be an exception in the file stream.
    delete request.headers.range
    files(request, response, () => {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('no such file\n')
    })
  }
}

function isPage(url = ''): boolean {
  const path = url.split('?', 1)[0]
  return path === '/' || path === '/index.html'
}

/** Names in `assets/` carry a hash of the content, the others don't. */
function cacheFor(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}
