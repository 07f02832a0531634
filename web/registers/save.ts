// Gives a text to the person as a file.

/** Saves CSV; the mark at its start makes spreadsheets read Arabic as UTF-8. */
export function saveText(file: string, text: string): void {
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = file
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
