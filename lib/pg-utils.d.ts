// Of node-postgres itself, without types; its companions pg-cursor and pg-query-stream use it likewise.
declare module 'pg/lib/utils' {
  const utils: { prepareValue(value: unknown): string | Buffer | null }
  export = utils
}
