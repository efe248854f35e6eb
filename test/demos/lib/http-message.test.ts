/** The heads of requests, as servers read them. */
import { expect, it } from 'vitest'
import { printed, simulateProgram } from '../../support/simulated.ts'

const logOf = async (head: string[], body: string) => {
  const text = JSON.stringify([...head, '', ''].join('\r\n'))
  const program = `import { HTTPRequest } from 'http-message'
export function main() {
  const request = new HTTPRequest(${text})
  ${body}
}
`
  return printed(await simulateProgram('callbacks', program)).map((line) => line.replace('#0 ', ''))
}

it('say what is asked for, and with which arguments', async () => {
  const body = 'console.log(request.method, request.uri, request.path, request.query, request.version)'
  expect(await logOf(['GET /find?team=Costa%20Rica&year=&x=1+2 HTTP/1.1'], body)).toEqual([
    'GET /find?team=Costa%20Rica&year=&x=1+2 /find {"team":"Costa Rica","x":"1 2"} HTTP/1.1',
  ])
  expect(await logOf(['GET'], body)).toEqual(['GET / / {} '])
})

it('have headers, by whatever case their names are in; the last of several counts', async () => {
  const head = ['GET / HTTP/1.1', 'Content-Type: Text/Plain', 'X: 1', 'nonsense', 'x:2 ', 'Empty:']
  const body = `console.log(request.header('content-type'), request.header('x'), request.header('y'))
  console.log(request.headers)`
  expect(await logOf(head, body)).toEqual([
    'Text/Plain 2 undefined',
    '{"content-type":"Text/Plain","x":"2","empty":""}',
  ])
})

it.each([
  ['HTTP/1.1', 'Host: here', true],
  ['HTTP/1.1', 'Connection: Close', false],
  ['HTTP/1.0', 'Host: here', false],
  ['HTTP/1.0', 'connection: Keep-Alive', true],
])('%s with "%s" leaves the connection open: %s', async (version, header, open) => {
  expect(await logOf([`GET / ${version}`, header], 'console.log(request.keepAlive)')).toEqual([String(open)])
})
