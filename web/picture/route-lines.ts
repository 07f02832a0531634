// A sketch of where the routes run, by hand and coarse on purpose: a direction, not a track. Latitude, longitude.
export const ROUTE_LINES: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  'central-mediterranean': [
    [31.5, 13.5],
    [33.8, 12.6],
    [35.5, 12.6],
    [37.2, 14],
  ],
  'western-mediterranean': [
    [35.1, -1.5],
    [35.8, -2],
    [36.8, -2.5],
  ],
  'eastern-mediterranean': [
    [37.8, 29.5],
    [38.6, 27],
    [38.9, 26],
    [37.98, 23.9],
  ],
  'western-african': [
    [14.7, -17.6],
    [20.9, -18.2],
    [25.5, -16.6],
    [28.1, -15.4],
  ],
  'western-balkan': [
    [41, 22.5],
    [43.3, 21.5],
    [45, 19.8],
    [46.2, 18.8],
  ],
  'eastern-borders': [
    [53, 29],
    [52.6, 25.5],
    [52.4, 22.5],
  ],
  'albania-greece': [
    [40.6, 20],
    [40.1, 20.6],
    [39.7, 21.2],
  ],
  'black-sea': [
    [41.4, 31],
    [42.8, 29.8],
    [43.9, 28.8],
  ],
}
