using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Release.Data.Migrations.SqlServer
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
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<double>(
                name: "OutsideSeconds",
                table: "Steps",
                type: "float",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "OutsideSince",
                table: "Steps",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DriftDetail",
                table: "ApplicationEnvironments",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DriftKind",
                table: "ApplicationEnvironments",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "DriftSince",
                table: "ApplicationEnvironments",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ObservedAt",
                table: "ApplicationEnvironments",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ObservedVersion",
                table: "ApplicationEnvironments",
                type: "nvarchar(128)",
                maxLength: 128,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "StepTasks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    Run = table.Column<int>(type: "int", nullable: false),
                    Phase = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    Message = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    StartedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    FinishedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    Log = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    FailingLine = table.Column<int>(type: "int", nullable: true),
                    StepId = table.Column<int>(type: "int", nullable: false)
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
