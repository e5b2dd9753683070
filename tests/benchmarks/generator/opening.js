// Somebody opens a document with nothing at hand: how long, and how many bytes, until the whole text is there.
import { performance } from 'node:perf_hooks'
import { Client, Watch } from './client.js'
import { summary } from './numbers.js'

export async function openWhole({ server, people, document, times }) {
  const took = []
  let bytes = 0
  let characters = 0
  for (let index = 0; index < times; index++) {
    const began = performance.now()
    const client = new Client(server, document, people[index % people.length], 'probe', new Watch())
    await client.join()
    took.push(performance.now() - began)
    bytes = client.whole
    characters = client.screen.getXmlFragment('default').toString().replace(/<[^>]*>/g, '').length
    client.socket.close()
  }
  return { first: took[0], took: summary(took.slice(1)), bytes, characters }
}
