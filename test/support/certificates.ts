/** Certificates of an authority that nobody trusts unless told to, made anew for each test file by `openssl`. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Paths and contents for a server called `localhost` and `127.0.0.1`. */
export interface Certificates {
  /** Path of the authority's certificate. */
  authority: string
  key: Buffer
  cert: Buffer
}

/** Makes them in this folder. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string) => join(folder, name)
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj']
  openssl('req', '-x509', ...newKey, '/CN=test authority', '-keyout', at('ca.key'), '-out', at('ca.pem'))
  openssl('req', ...newKey, '/CN=localhost', '-keyout', at('server.key'), '-out', at('server.csr'))
  writeFileSync(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
  const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('names')]
  openssl('x509', '-req', '-in', at('server.csr'), ...signed, '-out', at('server.pem'))
  return {
    authority: at('ca.pem'),
    key: readFileSync(at('server.key')),
    cert: readFileSync(at('server.pem')),
  }
}
