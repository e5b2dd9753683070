// Reads one command a line, as JSON, and answers each with a line; "begin" and "end" come as lines of their own.
import readline from 'node:readline'
import { Crowd } from './crowd.js'
import { writeHistory } from './history.js'
import { openWhole } from './opening.js'
import { Storm } from './storm.js'

const crowd = new Crowd()
const storm = new Storm()
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
const tell = (event) => say({ event })

const commands = {
  join: (asked) => crowd.join(asked),
  type: (asked) => crowd.type(asked, tell),
  leave: () => crowd.leave(),
  census: () => crowd.census(),
  history: writeHistory,
  open: openWhole,
  gather: (asked) => storm.gather(asked),
  return: (asked) => storm.comeBack(asked),
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  try {
    say({ answer: await commands[asked.do](asked) })
  } catch (error) {
    say({ error: error.stack })
  }
}
process.exit(0)
