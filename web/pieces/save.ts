// Hands something to the person as a file.

export const saveFile = (name: string, text: string, media_type: string): void =>
  saveBlob(name, new Blob([text], { type: `${media_type};charset=utf-8` }))

export const saveBytes = (name: string, bytes: Uint8Array<ArrayBuffer>, media_type: string): void =>
  saveBlob(name, new Blob([bytes], { type: media_type }))

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
