// One tab with a document open: a cheap one counts frames, a probe decodes them and knows when a letter came.
import { performance } from 'node:perf_hooks'
import { dialect } from './dialects.js'
import { frame, Socket } from './socket.js'
import { Typist } from './typist.js'
import { Y } from './packages.js'

/** What the probes of one document have sent: author → [{ clock, at }], in order. */
export class Watch {
  constructor() {
    this.sent = new Map()
  }

  add(author, clock, at) {
    const list = this.sent.get(author)
    if (list) list.push({ clock, at })
    else this.sent.set(author, [{ clock, at }])
  }
}

export class Client {
  /** `role`: "probe" decodes at once, "auditor" keeps frames and decodes later, "" only counts. */
  constructor(server, document, cookie, role, watch) {
    this.server = server
    this.document = document
    this.cookie = cookie
    this.role = role
    this.watch = watch
    this.typist = new Typist()
    this.speech = dialect(server.dialect, document)
    this.screen = role ? new Y.Doc() : null // what the server has sent, and nothing else
    this.kept = []
    this.seen = new Map()
    this.counts = { ask: 0, whole: 0, update: 0, awareness: 0, rows: 0, other: 0 }
    this.shown = []
    this.saved = []
    this.moves = 0
  }

  /** Resolves when the first sync is complete. */
  join() {
    return new Promise((resolve, reject) => {
      this.ready = resolve
      this.socket = new Socket({
        url: this.server.url + this.server.path.replace('{document}', this.document),
        origin: this.server.origin,
        cookie: this.cookie,
        peek: this.role ? Infinity : this.speech.peek,
        onOpen: () => {
          for (const message of this.speech.hello()) this.socket.send(message)
        },
        onMessage: (data, start, length) => this.read(data, start, length),
        onClose: (code) => reject(new Error(`closed with ${code}`)),
      })
    })
  }

  read(data, start, length) {
    const kind = this.speech.kind(data, start)
    this.counts[kind]++
    if (kind === 'ask') this.socket.send(this.speech.answer())
    else if (kind === 'whole' || kind === 'update') {
      if (this.role === 'probe') this.show(this.speech.body(data, start))
      else if (this.role === 'auditor') this.kept.push(this.speech.body(data, start))
      if (kind === 'whole') {
        this.whole = length
        this.ready()
      }
    }
  }

  show(update) {
    Y.applyUpdate(this.screen, update)
    const now = performance.now()
    for (const [author, list] of this.watch.sent) {
      let index = this.seen.get(author) ?? 0
      const held = Y.getState(this.screen.store, author)
      const took = author === this.typist.id ? this.saved : this.shown
      while (index < list.length && list[index].clock <= held) took.push(now - list[index++].at)
      this.seen.set(author, index)
    }
  }

  /** Whether all that other probes sent has come. */
  get isComplete() {
    for (const [author, list] of this.watch.sent) if ((this.seen.get(author) ?? 0) < list.length) return false
    return true
  }

  /** The clock up to which this screen holds what somebody wrote. */
  holds(author) {
    for (const update of this.kept) Y.applyUpdate(this.screen, update)
    this.kept = []
    return Y.getState(this.screen.store, author)
  }

  /** Frames for so many keys, made beforehand; with `moving` the caret goes along. */
  prepare(keys, moving) {
    this.plan = []
    for (let index = 0; index < keys; index++) {
      const update = frame(this.speech.update(this.typist.next()))
      const move = moving ? frame(this.speech.awareness(this.typist.id, ++this.moves, this.typist.caret())) : null
      this.plan.push({ update, move, clock: this.typist.clock })
    }
    this.pressed = 0
  }

  press(measured) {
    const key = this.plan[this.pressed++]
    if (!key || this.socket.isClosed) return false
    if (this.role === 'probe' && measured && key.clock > (this.last ?? 0))
      this.watch.add(this.typist.id, key.clock, performance.now())
    this.last = key.clock
    this.socket.write(key.update)
    if (key.move) this.socket.write(key.move)
    return true
  }
}
