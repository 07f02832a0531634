// Land without borders (Natural Earth, public domain, by world-atlas), fetched from the own node when a map is first shown.
import { useEffect, useState } from 'react'
import { feature } from 'topojson-client'
import type { Topology } from 'topojson-specification'

/** The land, once it is there. */
export function useLand() {
  const [land, setLand] = useState<ReturnType<typeof feature> | undefined>()
  useEffect(() => {
    let is_over = false
    import('world-atlas/land-50m.json').then(({ default: atlas }) => {
      const topology = atlas as unknown as Topology
      if (!is_over) setLand(feature(topology, topology.objects.land!))
    })
    return () => {
      is_over = true
    }
  }, [])
  return land
}
