// A WebSocket client that keeps what it is asked to keep and skips the rest: thousands of them fit on one core.
import { randomBytes } from 'node:crypto'
import net from 'node:net'

const MASK = [0x37, 0x9a, 0x5c, 0xe1]
const CLOSE = 8
const PING = 9
const PONG = 10
const inbox = Buffer.allocUnsafe(1 << 18) // shared: a read is consumed before the next one begins

/** A whole frame as it goes over the wire. */
export function frame(payload, opcode = 2) {
  const length = payload.length
  const head = length < 126 ? 2 : length < 65536 ? 4 : 10
  const out = Buffer.allocUnsafe(head + 4 + length)
  out[0] = 0x80 | opcode
  if (head === 2) out[1] = 0x80 | length
  else if (head === 4) {
    out[1] = 0x80 | 126
    out.writeUInt16BE(length, 2)
  } else {
    out[1] = 0x80 | 127
    out.writeBigUInt64BE(BigInt(length), 2)
  }
  for (let index = 0; index < 4; index++) out[head + index] = MASK[index]
  for (let index = 0; index < length; index++) out[head + 4 + index] = payload[index] ^ MASK[index & 3]
  return out
}

export class Socket {
  /** `peek`: how many bytes of each payload `onMessage(data, start, length)` must see; Infinity for all of it. */
  constructor({ url, origin, cookie, peek, onOpen, onMessage, onClose }) {
    const { hostname, port, pathname, search } = new URL(url)
    this.peek = peek
    this.onOpen = onOpen
    this.onMessage = onMessage
    this.onClose = onClose
    this.isOpen = false
    this.isClosed = false
    this.code = 0
    this.bytes = 0
    this.frames = 0
    this.skip = 0
    this.rest = null
    this.tcp = net.connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: {
        buffer: inbox,
        callback: (size, buffer) => {
          this.read(buffer, size)
          return true
        },
      },
    })
    const cookies = cookie ? `Cookie: ${cookie}\r\n` : ''
    this.tcp.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${origin}\r\n${cookies}` +
        'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    )
    this.tcp.on('error', () => this.closed())
    this.tcp.on('close', () => this.closed())
  }

  send(payload) {
    if (!this.isClosed) this.tcp.write(frame(payload))
  }

  /** A frame made beforehand. */
  write(whole) {
    if (!this.isClosed) this.tcp.write(whole)
  }

  close() {
    this.isClosed = true
    this.tcp.destroy()
  }

  closed() {
    if (this.isClosed) return
    this.isClosed = true
    this.tcp.destroy()
    this.onClose?.(this.code)
  }

  read(buffer, size) {
    this.bytes += size
    let at = 0
    let data = buffer
    let end = size
    if (this.skip) {
      at = Math.min(this.skip, size)
      this.skip -= at
    }
    if (this.rest) {
      data = Buffer.concat([this.rest, buffer.subarray(0, size)])
      this.rest = null
      end = data.length
    }
    if (!this.isOpen) {
      const answer = data.toString('latin1', at, end)
      const stop = answer.indexOf('\r\n\r\n')
      if (stop < 0) return this.keep(data, at, end)
      if (!answer.startsWith('HTTP/1.1 101')) {
        this.code = Number(answer.slice(9, 12))
        return this.closed()
      }
      this.isOpen = true
      this.onOpen?.()
      at += stop + 4
    }
    this.parse(data, at, end)
  }

  parse(data, from, end) {
    let at = from
    while (at < end) {
      if (end - at < 2) return this.keep(data, at, end)
      let length = data[at + 1] & 127
      let start = at + 2
      if (length === 126) {
        if (end - at < 4) return this.keep(data, at, end)
        length = data.readUInt16BE(at + 2)
        start = at + 4
      } else if (length === 127) {
        if (end - at < 10) return this.keep(data, at, end)
        length = Number(data.readBigUInt64BE(at + 2))
        start = at + 10
      }
      if (end - start < Math.min(length, this.peek)) return this.keep(data, at, end)
      this.take(data[at] & 15, data, start, length)
      if (this.isClosed) return
      at = start + length
    }
    this.skip = at - end
  }

  take(opcode, data, start, length) {
    if (opcode === PING) return this.write(frame(data.subarray(start, start + length), PONG))
    if (opcode === CLOSE) {
      if (length >= 2) this.code = data.readUInt16BE(start)
      return this.closed()
    }
    if (opcode === PONG) return
    this.frames++
    this.onMessage(data, start, length)
  }

  keep(data, at, end) {
    this.rest = Buffer.from(data.subarray(at, end))
  }
}
