/** What the list of all products says of itself, on whichever of its pages. */
export const everythingList = {
  title: 'Everything',
  intro: 'All of it, small enough to come along.',
}
