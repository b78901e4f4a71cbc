// Preloaded into child processes: when the parent dies, even by a kill -9, its channel closes and this process stops too,
// so that no forgotten server keeps a port.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}
