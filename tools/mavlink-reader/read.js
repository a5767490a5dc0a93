// Reads MAVLink from a free UDP port of the loopback with node-mavlink, as a ground control station would: prints the port, then a line of
// JSON for each packet, and ends when its input does with a line of what it could not read.
'use strict'

const dgram = require('node:dgram')
const { MavLinkPacketSplitter, MavLinkPacketParser, minimal, common } = require('node-mavlink')

const registry = { ...minimal.REGISTRY, ...common.REGISTRY }
const write = value => process.stdout.write(`${JSON.stringify(value, (_, v) => typeof v === 'bigint' ? Number(v) : v)}\n`)
// JSON has no NaN.
const plain = value => typeof value === 'number' && !Number.isFinite(value) ? String(value) : value

let datagrams = 0
let undecoded = 0
const splitter = new MavLinkPacketSplitter()
const parser = splitter.pipe(new MavLinkPacketParser())
parser.on('data', packet => {
  const { sysid, compid, seq, msgid, payloadLength, magic } = packet.header
  const type = registry[msgid]
  if (!type) {
    undecoded++
    return
  }

  const data = packet.protocol.data(packet.payload, type)
  const fields = Object.fromEntries(type.FIELDS.map(field => [field.name, plain(data[field.name])]))
  write({ sysid, compid, seq, msgid, magic, payloadLength, name: type.MSG_NAME, fields })
})

const socket = dgram.createSocket('udp4')
socket.on('message', datagram => {
  datagrams++
  splitter.write(datagram)
})
socket.bind(0, '127.0.0.1', () => process.stdout.write(`${socket.address().port}\n`))

process.on('SIGINT', () => {})
process.stdin.on('error', () => process.exit(0))
process.stdin.on('end', () => {
  const { validPackages, invalidPackages, unknownPackagesCount } = splitter
  write({ datagrams, undecoded, valid: validPackages, invalid: invalidPackages, unknown: unknownPackagesCount, left: splitter.buffer.length })
  process.stdout.write('', () => process.exit(0))
})
process.stdin.resume()
