// Yjs as the front end has it: whoever can build Baraza can run the generator.
import { createRequire } from 'node:module'

const frontend = createRequire(new URL('../../../frontend/package.json', import.meta.url))
export const Y = frontend('yjs')
export const encoding = frontend('lib0/encoding')
export const decoding = frontend('lib0/decoding')
