/** What every database of ours holds when a program meets it. */
import users from '../demos/data/users.json'
import matches from '../demos/data/worldcup-2014.json'

/**
 * The matches of the 2014 World Cup as `worldcup.matches` (`kickoff` stays the string it is in the data), and
 * the people of the site as `app.users`, who have a `name`, a `role`, and the number of their `logins`.
 */
export const SEEDS: readonly { db: string; collection: string; docs: readonly object[] }[] = [
  { db: 'worldcup', collection: 'matches', docs: matches },
  { db: 'app', collection: 'users', docs: users },
]
