import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** The valid codes that people wear in the game to prove which player they are. */
const PLAYER_PROOFS = new Table({
  name: 'player_proofs',
  columns: [
    { name: 'user_id', type: 'text', isPrimary: true },
    { name: 'player_guid', type: 'text' },
    { name: 'code_digest', type: 'text' },
    { name: 'expires_at', type: 'text' },
    { name: 'looks', type: 'integer' },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
});

export class PlayerProofs1790000100000 implements MigrationInterface {
  readonly name = 'PlayerProofs1790000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(PLAYER_PROOFS.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(PLAYER_PROOFS.name);
  }
}
