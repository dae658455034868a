using Microsoft.EntityFrameworkCore;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Data.Converters;
using Release.Data.Rows;

namespace Release.Data;

/// <summary>Release's records. One model for every database; what differs between them is in <c>Providers</c>.</summary>
public abstract class ReleaseDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Application> Applications => Set<Application>();

    public DbSet<ApplicationEnvironment> Cells => Set<ApplicationEnvironment>();

    public DbSet<Deployment> Deployments => Set<Deployment>();

    public DbSet<ShippedChanges> Changes => Set<ShippedChanges>();

    public DbSet<CiRun> CiRuns => Set<CiRun>();

    public DbSet<PromotionRow> Promotions => Set<PromotionRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<DataProtectionKeyRow> DataProtectionKeys => Set<DataProtectionKeyRow>();

    public DbSet<WebhookDeliveryRow> WebhookDeliveries => Set<WebhookDeliveryRow>();

    public DbSet<SettingRow> Settings => Set<SettingRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<WriteLockRow> WriteLocks => Set<WriteLockRow>();

    public DbSet<DailyClaimRow> DailyClaims => Set<DailyClaimRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ReleaseDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<ApplicationName>().HaveConversion<ApplicationNameConverter>().HaveMaxLength(ApplicationName.MaxLength);
        configurationBuilder.Properties<EnvironmentName>().HaveConversion<EnvironmentNameConverter>().HaveMaxLength(EnvironmentName.MaxLength);
        configurationBuilder.Properties<ImageTag>().HaveConversion<ImageTagConverter>().HaveMaxLength(ImageTag.MaxLength);
        configurationBuilder.Properties<PromotionDecision>().HaveConversion<PromotionDecisionConverter>();
        configurationBuilder.Properties<EventType>().HaveConversion<EventTypeConverter>().HaveMaxLength(40);
        configurationBuilder.Properties<DeploymentStatus>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<Trigger>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<StepName>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<StepStatus>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<StepTaskPhase>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<FailureKind>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<BuildState>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<ChangeRelation>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<Role>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<WebhookDeliveryStatus>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<OutboxStatus>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<TokenScopes>().HaveConversion<string>().HaveMaxLength(60);
    }
}
