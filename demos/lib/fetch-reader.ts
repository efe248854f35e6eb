/** Reads one HTTP response from a stream, whatever form its body has. */
import { type ResponseHead, readHead } from 'fetch-response'
import { END_OF_HEAD } from 'http-message'
import type { IOStream } from 'iostream'

type OnResponse = (head: ResponseHead, body: string) => void

/** Calls back when all of it is there. */
export function readResponse(stream: IOStream, done: OnResponse): void {
  stream.readUntil(END_OF_HEAD, (data) => {
    const head = readHead(data)
    const isOnlyNews = head.code >= 100 && head.code < 200
    if (isOnlyNews) readResponse(stream, done)
    else readBody(stream, head, (body) => done(head, body))
  })
}

function readBody(
  stream: IOStream,
  { code, headers }: ResponseHead,
  done: (body: string) => void,
): void {
  const length = headers['Content-Length']
  if (code === 204 || code === 304) done('')
  else if (headers['Transfer-Encoding'] === 'chunked')
    readChunks(stream, '', done)
  else if (length === undefined) stream.readUntilClose(done)
  else stream.readBytes(lengthOf(length), done)
}

/** The number of bytes, in words that Python would refuse it with. */
function lengthOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new Error(`invalid literal for int() with base 10: '${text}'`)
}

/** One chunk after the other; an empty one is the last. */
function readChunks(
  stream: IOStream,
  before: string,
  done: (body: string) => void,
): void {
  stream.readUntil('\r\n', (line) => {
    const length = Number.parseInt(line, 16)
    stream.readBytes(length + 2, (data) => {
      if (length === 0) done(before)
      else readChunks(stream, before + data.slice(0, length), done)
    })
  })
}
