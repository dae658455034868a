using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Release.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ClustersForReal : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "HasReported",
                table: "Steps",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<double>(
                name: "OutsideSeconds",
                table: "Steps",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<long>(
                name: "OutsideSince",
                table: "Steps",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DriftDetail",
                table: "ApplicationEnvironments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DriftKind",
                table: "ApplicationEnvironments",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DriftSince",
                table: "ApplicationEnvironments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ObservedAt",
                table: "ApplicationEnvironments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ObservedVersion",
                table: "ApplicationEnvironments",
                type: "TEXT",
                maxLength: 128,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "StepTasks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Run = table.Column<int>(type: "INTEGER", nullable: false),
                    Phase = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Message = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Log = table.Column<string>(type: "TEXT", nullable: true),
                    FailingLine = table.Column<int>(type: "INTEGER", nullable: true),
                    StepId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StepTasks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StepTasks_Steps_StepId",
                        column: x => x.StepId,
                        principalTable: "Steps",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_StepTasks_StepId",
                table: "StepTasks",
                column: "StepId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "StepTasks");

            migrationBuilder.DropColumn(
                name: "HasReported",
                table: "Steps");

            migrationBuilder.DropColumn(
                name: "OutsideSeconds",
                table: "Steps");

            migrationBuilder.DropColumn(
                name: "OutsideSince",
                table: "Steps");

            migrationBuilder.DropColumn(
                name: "DriftDetail",
                table: "ApplicationEnvironments");

            migrationBuilder.DropColumn(
                name: "DriftKind",
                table: "ApplicationEnvironments");

            migrationBuilder.DropColumn(
                name: "DriftSince",
                table: "ApplicationEnvironments");

            migrationBuilder.DropColumn(
                name: "ObservedAt",
                table: "ApplicationEnvironments");

            migrationBuilder.DropColumn(
                name: "ObservedVersion",
                table: "ApplicationEnvironments");
        }
    }
}
