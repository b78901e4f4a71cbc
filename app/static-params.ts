/**
 * The one address that a build renders of each dynamic page. The build knows no products, but Next wants to see one page
 * to prove that the route is static; no slug can look like this, so it is a 404 for ever.
 */
export const unbuiltParam = '-'
