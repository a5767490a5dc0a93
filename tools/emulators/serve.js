// Runs the emulator that it is told, on a free port of the loopback, prints the port, and ends when its input does, so that it never
// outlives its parent.
'use strict'

const name = process.argv[2]
const options = {
  dynalite: { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 },
  kinesalite: { createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0, shardLimit: 10000 },
}
const server = require(name)(options[name])

server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
// Ctrl-C reaches every process of a terminal; the parent has still to store what it took, and then ends this one.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.stdin.on('end', () => process.exit(0))
process.stdin.on('error', () => process.exit(0))
process.stdin.resume()
