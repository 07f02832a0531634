// Hands a text to the person as a file.

export function saveFile(name: string, text: string, media_type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${media_type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
