import type { Command } from 'commander'
import type { CommandContext } from './context.ts'
import { readEnvironment } from './environment.ts'
import { bringUpToDate } from './open-database.ts'

export function addMigrateCommand(program: Command, context: CommandContext): void {
  program
    .command('migrate')
    .description('bring the database up to date without starting anything else')
    .option('--data <folder>', 'data directory (default: ./data)')
    .action(async ({ data }: { readonly data?: string }) => {
      const environment = readEnvironment(context.variables)
      await bringUpToDate({ dataDir: data ?? environment.CROSSTIE_DATA, databaseUrl: environment.DATABASE_URL })
      context.out.write('The database is up to date.\n')
    })
}
