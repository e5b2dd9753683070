// Many clients at once: they join, type for a while on a schedule, and leave.
import { performance } from 'node:perf_hooks'
import { Client, Watch } from './client.js'
import { summary } from './numbers.js'

const AT_ONCE = 40 // handshakes under way
const AUDITORS = 20 // screens that are read letter by letter afterwards

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

export class Crowd {
  constructor() {
    this.clients = []
    this.watches = new Map()
    this.auditors = 0
    this.turn = 0
  }

  /** `people` are cookies, taken in turn; `probes` is how many of the newcomers decode what they get. */
  async join({ server, people, documents, editors, probes }) {
    const began = performance.now()
    const newcomers = []
    for (const document of documents) {
      for (let index = 0; index < editors; index++) {
        const role = newcomers.length < probes ? 'probe' : this.auditors < AUDITORS ? 'auditor' : ''
        if (role === 'auditor') this.auditors++
        if (!this.watches.has(document)) this.watches.set(document, new Watch())
        const cookie = people.length ? people[this.turn++ % people.length] : ''
        newcomers.push(new Client(server, document, cookie, role, this.watches.get(document)))
      }
    }
    const queue = newcomers.slice()
    let refused = ''
    const worker = async () => {
      for (let client = queue.shift(); client; client = queue.shift()) {
        try {
          await client.join()
        } catch (error) {
          refused = error.message
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    this.clients.push(...newcomers)
    return { seconds: (performance.now() - began) / 1000, refused, ...this.census() }
  }

  census() {
    const open = this.clients.filter((client) => !client.socket.isClosed).length
    return { clients: this.clients.length, closed: this.clients.length - open }
  }

  leave() {
    for (const client of this.clients) client.socket.close()
    this.clients = []
    this.watches.clear()
    this.auditors = 0
    return {}
  }

  /** Everybody types `rate` keys a second; `tell` hears "begin" and "end" of what is measured. */
  async type({ seconds, warm, rate, moving, typists = this.clients.length, drain = 6 }, tell) {
    const active = this.clients.slice(0, typists)
    const total = warm + seconds
    const schedule = plan(active, total, rate, moving)
    for (const client of this.clients) {
      client.shown = []
      client.saved = []
    }
    const marks = new Map(active.map((client) => [client, client.plan[0]?.clock ?? 0]))
    const late = []
    let keys = 0
    let cpu
    let traffic
    const began = performance.now()
    let at = 0
    await new Promise((resolve) => {
      const tick = () => {
        const now = performance.now() - began
        if (!cpu && now >= warm * 1000) {
          cpu = process.cpuUsage()
          traffic = this.traffic()
          tell('begin')
        }
        while (at < schedule.length && schedule[at].due <= now) {
          const { due, client } = schedule[at++]
          if (client.press(Boolean(cpu)) && cpu) {
            keys++
            late.push(now - due)
          }
        }
        if (now < total * 1000) setTimeout(tick, 1)
        else resolve()
      }
      tick()
    })
    const used = process.cpuUsage(cpu)
    const after = this.traffic()
    tell('end')
    const probes = this.clients.filter((client) => client.role === 'probe' && !client.socket.isClosed)
    const limit = performance.now() + drain * 1000
    const isComplete = () => probes.every((client) => client.isComplete) && this.audit(active, marks) === 1
    while (performance.now() < limit && !isComplete()) await pause(0.05)
    return {
      keys,
      seconds,
      shown: summary(probes.flatMap((client) => client.shown)),
      saved: summary(probes.flatMap((client) => client.saved)),
      delivered: this.audit(active, marks),
      late: summary(late),
      generator: (used.user + used.system) / 1e6 / seconds,
      frames: (after.frames - traffic.frames) / seconds,
      bytes: (after.bytes - traffic.bytes) / seconds,
      ...this.census(),
    }
  }

  traffic() {
    let frames = 0
    let bytes = 0
    for (const { socket } of this.clients) {
      frames += socket.frames
      bytes += socket.bytes
    }
    return { frames, bytes }
  }

  /** The share of what was typed since the marks that stands on the screens of the auditors and probes. */
  audit(typists, marks) {
    let typed = 0
    let held = 0
    for (const screen of this.clients) {
      if (!screen.role) continue
      for (const author of typists) {
        if (author.document !== screen.document) continue
        const first = marks.get(author)
        const wrote = Math.max(0, (author.last ?? 0) - first)
        typed += wrote
        if (!screen.socket.isClosed) held += Math.min(wrote, Math.max(0, screen.holds(author.typist.id) - first))
      }
    }
    const { clients, closed } = this.census()
    return typed ? (held / typed) * (1 - closed / clients) : null
  }
}

/** When who presses a key: evenly spread people, each with a rhythm of their own. */
function plan(clients, seconds, rate, moving) {
  const gap = 1000 / rate
  const schedule = []
  clients.forEach((client, index) => {
    let due = (gap * index) / clients.length + gap * 0.4 * Math.random()
    let keys = 0
    for (; due < seconds * 1000; due += gap * (0.6 + 0.8 * Math.random())) {
      schedule.push({ due, client })
      keys++
    }
    client.prepare(keys, moving)
  })
  return schedule.sort((one, other) => one.due - other.due)
}
