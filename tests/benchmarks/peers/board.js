// A board server of the kind that Planka 2.1 is (github.com/plankanban/planka, server/api/controllers/boards/show.js and
// cards/update.js, read for this): the page is one JSON of everything on the board, asked table by table, and a change
// is sent as the whole card to every socket that joined the board. None of its code is here. What is left out makes
// this one quicker than the original: no framework, no object mapper, no webhooks, no notifications.
import http from 'node:http'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import pg from 'pg'
import { Server } from 'socket.io'

const TABLES = `
  CREATE TABLE user_account (id bigint PRIMARY KEY, name text, username text, role text, api_key_hash text UNIQUE);
  CREATE TABLE project (id bigint PRIMARY KEY, name text);
  CREATE TABLE project_manager (id bigint PRIMARY KEY, project_id bigint, user_id bigint);
  CREATE TABLE board (id bigint PRIMARY KEY, project_id bigint, name text);
  CREATE TABLE board_membership (id bigint PRIMARY KEY, project_id bigint, board_id bigint, user_id bigint, role text);
  CREATE TABLE board_subscription (id bigint PRIMARY KEY, board_id bigint, user_id bigint);
  CREATE TABLE label (id bigint PRIMARY KEY, board_id bigint, position float8, name text, color text);
  CREATE TABLE list (id bigint PRIMARY KEY, board_id bigint, position float8, name text, type text);
  CREATE TABLE card (
    id bigint PRIMARY KEY, board_id bigint, list_id bigint, creator_user_id bigint, prev_list_id bigint,
    cover_attachment_id bigint, type text, position float8, name text, description text, due_date timestamp,
    is_due_completed boolean, stopwatch jsonb, comments_total int DEFAULT 0, is_closed boolean DEFAULT false,
    list_changed_at timestamp, created_at timestamp, updated_at timestamp);
  CREATE TABLE card_membership (id bigint PRIMARY KEY, card_id bigint, user_id bigint);
  CREATE TABLE card_label (id bigint PRIMARY KEY, card_id bigint, label_id bigint);
  CREATE TABLE card_subscription (id bigint PRIMARY KEY, card_id bigint, user_id bigint);
  CREATE TABLE task_list (id bigint PRIMARY KEY, card_id bigint, position float8, name text);
  CREATE TABLE task (id bigint PRIMARY KEY, task_list_id bigint, position float8, name text, is_completed boolean);
  CREATE TABLE attachment (id bigint PRIMARY KEY, card_id bigint, name text);
  CREATE TABLE custom_field_group (id bigint PRIMARY KEY, board_id bigint, card_id bigint, name text);
  CREATE TABLE custom_field (id bigint PRIMARY KEY, custom_field_group_id bigint, name text);
  CREATE TABLE custom_field_value (id bigint PRIMARY KEY, card_id bigint, content text);
  CREATE TABLE webhook (id bigint PRIMARY KEY, url text);
  CREATE INDEX ON card (list_id); CREATE INDEX ON card_membership (card_id); CREATE INDEX ON card_label (card_id);
  CREATE INDEX ON task_list (card_id); CREATE INDEX ON task (task_list_id);`
const TIED = ['card_membership', 'card_label', 'task_list', 'attachment', 'custom_field_value']

const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }
const compressed = promisify(brotliCompress)

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await pool.query(TABLES)
const all = async (text, ...values) => (await pool.query(text, values)).rows
const one = async (...asked) => (await all(...asked))[0]
const ids = (rows) => rows.map((row) => row.id)
const camel = (name) => name.replace(/_(.)/g, (_all, letter) => letter.toUpperCase())
const shown = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value]))

async function signed(key) {
  const hash = createHash('sha256').update(String(key)).digest('hex')
  return one('SELECT * FROM user_account WHERE api_key_hash = $1', hash)
}

async function wholeBoard(user, id) {
  const board = await one('SELECT * FROM board WHERE id = $1', id)
  const project = await one('SELECT * FROM project WHERE id = $1', board.project_id)
  const manages = await one('SELECT * FROM project_manager WHERE project_id = $1 AND user_id = $2', project.id, user.id)
  const membership = await one('SELECT * FROM board_membership WHERE board_id = $1 AND user_id = $2', id, user.id)
  if (!manages && !membership) return null
  const follows = await one('SELECT * FROM board_subscription WHERE board_id = $1 AND user_id = $2', id, user.id)
  const boardMemberships = await all('SELECT * FROM board_membership WHERE board_id = $1', id)
  const labels = await all('SELECT * FROM label WHERE board_id = $1 ORDER BY position', id)
  const lists = await all('SELECT * FROM list WHERE board_id = $1 ORDER BY position', id)
  const cards = await all('SELECT * FROM card WHERE list_id = ANY($1) ORDER BY position', ids(lists))
  const people = [...new Set([...boardMemberships.map((row) => row.user_id), ...cards.map((row) => row.creator_user_id)])]
  const users = await all('SELECT id, name, username, role FROM user_account WHERE id = ANY($1)', people)
  const tied = {}
  for (const table of TIED) tied[table] = await all(`SELECT * FROM ${table} WHERE card_id = ANY($1)`, ids(cards))
  const tasks = await all('SELECT * FROM task WHERE task_list_id = ANY($1) ORDER BY position', ids(tied.task_list))
  const groups = await all('SELECT * FROM custom_field_group WHERE board_id = $1', id)
  groups.push(...(await all('SELECT * FROM custom_field_group WHERE card_id = ANY($1)', ids(cards))))
  const fields = await all('SELECT * FROM custom_field WHERE custom_field_group_id = ANY($1)', ids(groups))
  const mine = await all('SELECT * FROM card_subscription WHERE card_id = ANY($1) AND user_id = $2', ids(cards), user.id)
  const followed = new Set(mine.map((row) => row.card_id))
  return {
    item: { ...shown(board), isSubscribed: Boolean(follows) },
    included: {
      boardMemberships: boardMemberships.map(shown),
      labels: labels.map(shown),
      lists: lists.map(shown),
      cards: cards.map((card) => ({ ...shown(card), isSubscribed: followed.has(card.id) })),
      cardMemberships: tied.card_membership.map(shown),
      cardLabels: tied.card_label.map(shown),
      taskLists: tied.task_list.map(shown),
      tasks: tasks.map(shown),
      customFieldGroups: groups.map(shown),
      customFields: fields.map(shown),
      customFieldValues: tied.custom_field_value.map(shown),
      users: users.map(shown),
      projects: [shown(project)],
      attachments: tied.attachment.map(shown),
    },
  }
}

async function changeCard(user, id, values) {
  const card = await one('SELECT * FROM card WHERE id = $1', id)
  await one('SELECT * FROM list WHERE id = $1', card.list_id)
  const board = await one('SELECT * FROM board WHERE id = $1', card.board_id)
  await one('SELECT * FROM project WHERE id = $1', board.project_id)
  const membership = await one('SELECT * FROM board_membership WHERE board_id = $1 AND user_id = $2', board.id, user.id)
  if (membership?.role !== 'editor') return null
  await all('SELECT * FROM webhook')
  const changed = await one('UPDATE card SET name = $2, updated_at = now() WHERE id = $1 RETURNING *', id, values.name)
  io.to(`board:${board.id}`).emit('cardUpdate', { item: shown(changed) })
  return { item: shown(changed) }
}

const server = http.createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const user = await signed(request.headers['x-api-key'])
  const [, , what, id] = new URL(request.url, 'http://here').pathname.split('/')
  const answer = !user ? null : what === 'boards' ? await wholeBoard(user, id) : await changeCard(user, id, JSON.parse(body))
  const sent = await compressed(JSON.stringify(answer), QUALITY)
  response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json', 'Content-Encoding': 'br' }).end(sent)
})
const io = new Server(server)
io.on('connection', (socket) => {
  socket.on('get', async ({ url, headers }, ack) => {
    const user = await signed(headers['x-api-key'])
    const id = new URL(url, 'http://here').pathname.split('/')[3]
    const board = user && (await wholeBoard(user, id))
    if (board) socket.join(`board:${id}`)
    ack({ body: board, statusCode: board ? 200 : 404 })
  })
})
server.listen(Number(process.env.PORT), '127.0.0.1')
