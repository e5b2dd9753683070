// How a client of each server speaks: the same y-protocols messages, Hocuspocus with the document's name before each.
import { encoding } from './packages.js'

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const SYNC_REPLY = 4
const ROWS = 101
const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2
const NOTHING = new Uint8Array([0, 0])

function written(write) {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

class Dialect {
  constructor(document, named) {
    this.name = named ? written((out) => encoding.writeVarString(out, document)) : new Uint8Array()
    this.named = named
  }

  message(write) {
    return written((out) => {
      encoding.writeUint8Array(out, this.name)
      write(out)
    })
  }

  sync(step, body) {
    return this.message((out) => {
      encoding.writeVarUint(out, SYNC)
      encoding.writeVarUint(out, step)
      encoding.writeVarUint8Array(out, body)
    })
  }

  /** What a client says first: who it is where the protocol asks, and what it holds. */
  hello(state = new Uint8Array([0])) {
    const auth = this.message((out) => {
      encoding.writeVarUint(out, AUTH)
      encoding.writeVarUint(out, 0)
      encoding.writeVarString(out, '')
    })
    return [...(this.named ? [auth] : []), this.sync(STEP_1, state)]
  }

  answer(update = NOTHING) {
    return this.sync(STEP_2, update)
  }

  update(body) {
    return this.sync(UPDATE, body)
  }

  awareness(client, clock, state) {
    const body = written((out) => {
      encoding.writeVarUint(out, 1)
      encoding.writeVarUint(out, client)
      encoding.writeVarUint(out, clock)
      encoding.writeVarString(out, JSON.stringify(state))
    })
    return this.message((out) => {
      encoding.writeVarUint(out, AWARENESS)
      encoding.writeVarUint8Array(out, body)
    })
  }

  /** What a payload is: "ask" (sync step 1), "whole" (step 2), "update", "awareness", "rows" (ours) or "other". */
  kind(data, start) {
    const at = start + this.name.length
    if (data[at] === ROWS) return 'rows'
    if (data[at] === AWARENESS) return 'awareness'
    if (data[at] !== SYNC && data[at] !== SYNC_REPLY) return 'other'
    return data[at + 1] === STEP_1 ? 'ask' : data[at + 1] === STEP_2 ? 'whole' : 'update'
  }

  /** The update or state vector inside a sync message. */
  body(data, start) {
    let at = start + this.name.length + 2
    let length = 0
    for (let shift = 0; ; shift += 7) {
      const byte = data[at++]
      length += (byte & 127) * 2 ** shift
      if (byte < 128) break
    }
    return new Uint8Array(data.subarray(at, at + length))
  }

  /** How many bytes tell the kind. */
  get peek() {
    return this.name.length + 2
  }
}

export function dialect(kind, document) {
  return new Dialect(document, kind === 'hocuspocus')
}
