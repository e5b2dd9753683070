// Many clients that lose their server at once and come back: some with something that was not stored yet.
import { performance } from 'node:perf_hooks'
import { dialect } from './dialects.js'
import { Y } from './packages.js'
import { Socket } from './socket.js'
import { Typist } from './typist.js'

const RETRY = 50 // milliseconds between two tries while nobody answers
const LISTEN = 1000 // milliseconds in which something that is sent on would have come

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export class Storm {
  /** All clients hold the same text; `query` makes them clients of ours, which name the number that they hold. */
  async gather({ server, people, document, clients, query }) {
    for (const socket of this.sockets ?? []) socket.close()
    this.server = server
    this.people = people
    this.clients = clients
    this.speech = dialect(server.dialect, document)
    this.url = server.url + server.path.replace('{document}', document)
    this.query = query
    this.doc = new Y.Doc()
    this.unsent = []
    this.sockets = []
    this.answered = 0
    await this.connect(0, '', (update) => Y.applyUpdate(this.doc, update))
    await Promise.all(Array.from({ length: clients - 1 }, (_, index) => this.connect(index + 1, query)))
    return { open: this.sockets.filter((socket) => !socket.isClosed).length }
  }

  /** Resolves when the client has what it lacked. */
  connect(index, query, apply = () => {}, state = Y.encodeStateVector(this.doc)) {
    return new Promise((resolve, reject) => {
      const socket = new Socket({
        url: this.url + query,
        origin: this.server.origin,
        cookie: this.people[index % this.people.length],
        peek: Infinity,
        onOpen: () => {
          if (!query) for (const message of this.speech.hello(state)) socket.send(message)
        },
        onMessage: (data, start) => {
          const kind = this.speech.kind(data, start)
          const update = kind === 'whole' || kind === 'update' ? this.speech.body(data, start) : null
          if (kind === 'ask') socket.send(this.speech.answer(this.missing(index, this.speech.body(data, start))))
          if (update) apply(update)
          if (kind === 'update' || (kind === 'rows' && socket.isBack)) this.heard++
          if (kind === 'whole' || kind === 'rows') {
            socket.isBack = true
            resolve(socket)
          }
        },
        onClose: (code) => reject(new Error(`closed with ${code}`)),
      })
      socket.tcp.once('connect', () => {
        this.answered ||= performance.now()
      })
      this.sockets[index] = socket
    })
  }

  /** What a client answers a state vector with: what the server lacks, and all deletions, as Yjs does. */
  missing(index, state) {
    return Y.encodeStateAsUpdate(this.unsent[index]?.doc ?? this.doc, state)
  }

  /** Everybody comes back as soon as somebody answers; `writers` of them typed a letter meanwhile. */
  async comeBack({ writers }) {
    this.unsent = Array.from({ length: writers }, () => {
      const typist = new Typist()
      Y.applyUpdate(typist.doc, Y.encodeStateAsUpdate(this.doc))
      typist.next()
      typist.next()
      return typist
    })
    for (const socket of this.sockets) socket.close()
    this.heard = 0
    this.answered = 0
    const back = []
    let bytes = 0
    const one = async (index) => {
      for (;;) {
        try {
          const socket = await this.connect(index, this.query)
          back.push(performance.now())
          bytes += socket.bytes
          return
        } catch {
          await pause(RETRY * (0.5 + Math.random()))
        }
      }
    }
    await Promise.all(Array.from({ length: this.clients }, (_, index) => one(index)))
    await pause(LISTEN)
    const lost = await this.lost()
    for (const socket of this.sockets) socket.close()
    const since = (time) => time - this.answered
    return {
      first: since(Math.min(...back)),
      last: since(Math.max(...back)),
      bytes: bytes / this.clients,
      heard: this.heard,
      lost,
    }
  }

  /** How many of those who wrote are missing from what a newcomer gets. */
  async lost() {
    const heard = this.heard
    const newcomer = new Y.Doc()
    const nothing = Y.encodeStateVector(newcomer)
    const socket = await this.connect(this.clients, '', (update) => Y.applyUpdate(newcomer, update), nothing)
    socket.close()
    this.heard = heard
    return this.unsent.filter((typist) => Y.getState(newcomer.store, typist.id) < typist.clock).length
  }
}
