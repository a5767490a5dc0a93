// Runs dynalite on a free port of the loopback, prints the port, and ends when its input does, so that it never outlives its parent.
'use strict'

const server = require('dynalite')({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })

server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
// Ctrl-C reaches every process of a terminal; the parent has still to store what it took, and then ends this one.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.stdin.on('end', () => process.exit(0))
process.stdin.on('error', () => process.exit(0))
process.stdin.resume()
