import { sleep } from 'gen'
import { IOLoop } from 'ioloop'
import { type EachCallback, MotorClient } from 'motor'

const loop = IOLoop.instance()
const db = new MotorClient().db('app')
const goals = db.collection('goals')
const SCORES = ['0:1', '0:2', '0:5', '1:7']
const capped = { capped: true, size: 100_000 }

//#region show
const onGoal: EachCallback = (goal, error) => {
  console.log(error ?? `seen: ${goal?.score}`)
  if (!error && goal?.score !== '1:7') return true
  loop.stop()
  return false // That was all we wanted.
}

async function play() {
  goals.find().tail(onGoal)
  for (const score of SCORES) {
    await sleep(300)
    console.log(`goal: ${score}`)
    await goals.insertOne({ score })
  }
}
//#endregion

async function begin() {
  await goals.drop()
  await db.createCollection('goals', capped)
  await play()
}

export function main() {
  loop.addCallback(() => void begin())
  loop.start()
}
