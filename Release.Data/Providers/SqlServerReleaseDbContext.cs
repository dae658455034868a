using Microsoft.EntityFrameworkCore;

namespace Release.Data.Providers;

internal sealed class SqlServerReleaseDbContext(DbContextOptions<SqlServerReleaseDbContext> options) : ReleaseDbContext(options);
