// The one file of world-atlas that is used: its text is larger than a type checker should read.
declare module 'world-atlas/land-50m.json' {
  const atlas: object
  export default atlas
}
