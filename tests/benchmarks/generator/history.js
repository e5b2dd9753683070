// A long history that leaves a text of always the same size, in bytes as well: so many keys, in one session for each
// paragraph, however long. More sessions would leave more traces, and so a larger text to open.
import fs from 'node:fs'
import { Y } from './packages.js'

const PARAGRAPHS = 40
const WORDS = 'Keep simple cost and income records at twenty sites, and tell the assemblies what they show. '

/** Writes each update with its length before it (4 bytes); tells the size of the text and of Yjs's own snapshot. */
export function writeHistory({ edits, characters, path }) {
  const doc = new Y.Doc()
  doc.clientID = 1_000_000 + edits
  const file = fs.openSync(path, 'w')
  let pending = []
  let size = 0
  const flush = () => {
    fs.writeSync(file, Buffer.concat(pending))
    pending = []
    size = 0
  }
  doc.on('update', (update) => {
    const length = Buffer.allocUnsafe(4)
    length.writeUInt32BE(update.length)
    pending.push(length, update)
    size += update.length + 4
    if (size > 1 << 20) flush()
  })
  const texts = firstText(doc, characters)
  let done = 1
  const share = Math.ceil((edits - done) / 2 / PARAGRAPHS) // letters, each written and taken back
  for (let session = 0; done < edits; session++) {
    const text = texts[(session * 7) % PARAGRAPHS]
    const start = text.length
    const letters = Math.min(share, Math.floor((edits - done) / 2))
    for (let index = 0; index < letters; index++) text.insert(text.length, WORDS[index % WORDS.length])
    for (let index = 0; index < letters; index++) text.delete(text.length - 1, 1)
    done += letters * 2
    if (!letters) {
      text.insert(start, '.')
      done++
    }
  }
  flush()
  fs.closeSync(file)
  const snapshot = Y.encodeStateAsUpdate(doc)
  const began = performance.now()
  Y.applyUpdate(new Y.Doc(), snapshot)
  return {
    edits: done,
    characters: texts.reduce((sum, text) => sum + text.length, 0),
    snapshot: snapshot.length,
    reading: performance.now() - began,
  }
}

function firstText(doc, characters) {
  const each = Math.floor(characters / PARAGRAPHS)
  const texts = []
  doc.transact(() => {
    const root = doc.getXmlFragment('default')
    for (let index = 0; index < PARAGRAPHS; index++) {
      const paragraph = new Y.XmlElement('paragraph')
      root.insert(root.length, [paragraph])
      const text = new Y.XmlText()
      paragraph.insert(0, [text])
      text.insert(0, WORDS.repeat(Math.ceil(each / WORDS.length)).slice(0, each))
      texts.push(text)
    }
  })
  return texts
}
