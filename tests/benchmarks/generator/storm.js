// Many clients that lose their server at once and come back: some with something that was not stored yet.
import { performance } from 'node:perf_hooks'
import { dialect } from './dialects.js'
import { Y } from './packages.js'
import { Socket } from './socket.js'
import { Typist } from './typist.js'

const RETRY = 50 // milliseconds between two tries while nobody answers

export class Storm {
  /** All clients hold the same text: what one of them reads counts for all. */
  async gather({ server, people, document, clients }) {
    this.server = server
    this.people = people
    this.clients = clients
    this.speech = dialect(server.dialect, document)
    this.url = server.url + server.path.replace('{document}', document)
    this.doc = new Y.Doc()
    this.sockets = []
    await Promise.all(Array.from({ length: clients }, (_, index) => this.connect(index, index === 0)))
    return { open: this.sockets.filter((socket) => !socket.isClosed).length, bytes: Y.encodeStateAsUpdate(this.doc).length }
  }

  connect(index, keeps) {
    return new Promise((resolve, reject) => {
      const socket = new Socket({
        url: this.url,
        origin: this.server.origin,
        cookie: this.people[index % this.people.length],
        peek: Infinity,
        onOpen: () => {
          for (const message of this.speech.hello(Y.encodeStateVector(this.doc))) socket.send(message)
        },
        onMessage: (data, start) => {
          const kind = this.speech.kind(data, start)
          if (kind === 'ask') socket.send(this.speech.answer(this.missing(index, this.speech.body(data, start))))
          if (keeps && (kind === 'whole' || kind === 'update')) Y.applyUpdate(this.doc, this.speech.body(data, start))
          if (kind === 'update') this.heard++
          if (kind === 'whole') resolve(socket)
        },
        onClose: (code) => reject(new Error(`closed with ${code}`)),
      })
      this.sockets[index] = socket
    })
  }

  /** What a client answers a state vector with: what it lacks, and all deletions, as Yjs does. */
  missing(index, state) {
    const own = this.unsent?.[index]
    return Y.encodeStateAsUpdate(own ?? this.doc, state)
  }

  /** Everybody comes back as soon as somebody answers; `writers` of them typed a letter meanwhile. */
  async comeBack({ writers }) {
    this.unsent = Array.from({ length: writers }, () => {
      const typist = new Typist()
      Y.applyUpdate(typist.doc, Y.encodeStateAsUpdate(this.doc))
      typist.next()
      typist.next()
      return typist.doc
    })
    for (const socket of this.sockets) socket.close()
    this.heard = 0
    const asked = performance.now()
    const back = []
    let bytes = 0
    const one = async (index) => {
      for (;;) {
        try {
          const socket = await this.connect(index, false)
          back.push(performance.now() - asked)
          bytes += socket.bytes
          return
        } catch {
          await new Promise((resolve) => setTimeout(resolve, RETRY * (0.5 + Math.random())))
        }
      }
    }
    await Promise.all(Array.from({ length: this.clients }, (_, index) => one(index)))
    return { first: Math.min(...back), last: Math.max(...back), bytes: bytes / this.clients }
  }
}
