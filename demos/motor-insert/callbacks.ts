import { settrace } from 'greenlet'
import { IOLoop } from 'ioloop'
import { MotorClient } from 'motor'

const loop = IOLoop.instance()
const client = new MotorClient('mongodb', 27017, { version: 'talk' })
let switches = 0

//#region show
function insertGoal() {
  const goals = client.db('app').collection('goals')
  const goal = { minute: 90, text: 'Goal!' }
  goals.insertOne(goal, (_result, error) => {
    if (error) throw error
    console.log(`inserted, ${switches} switches`)
    loop.stop()
  })
  console.log('insertOne has returned')
}
//#endregion

export function main() {
  client.open((_client, error) => {
    if (error) throw error
    settrace(() => {
      switches += 1
    })
    insertGoal()
  })
  loop.start()
}
