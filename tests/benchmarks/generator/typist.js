// Real Yjs updates of somebody who writes a paragraph: letter by letter, every tenth key takes the last one back.
import { Y } from './packages.js'

const LETTERS = 'keep simple cost and income records at twenty sites '

export class Typist {
  constructor() {
    this.doc = new Y.Doc()
    this.id = this.doc.clientID
    this.keys = 0
    this.last = null
    this.doc.on('update', (update) => {
      this.last = update
    })
  }

  /** The number after the last letter written. */
  get clock() {
    return Y.getState(this.doc.store, this.id)
  }

  /** The next change. */
  next() {
    if (!this.text) {
      this.doc.transact(() => {
        const paragraph = new Y.XmlElement('paragraph')
        this.doc.getXmlFragment('default').insert(0, [paragraph])
        this.text = new Y.XmlText()
        paragraph.insert(0, [this.text])
      })
    } else {
      this.keys++
      if (this.keys % 10 === 0) this.text.delete(this.text.length - 1, 1)
      else this.text.insert(this.text.length, LETTERS[this.keys % LETTERS.length])
    }
    return this.last
  }

  /** The state of a caret behind the last letter, as an editor tells it. */
  caret() {
    const place = { type: null, tname: null, item: { client: this.id, clock: this.clock - 1 }, assoc: -1 }
    return { user: { name: 'Somebody who writes', color: '#336699' }, cursor: { anchor: place, head: place } }
  }
}
