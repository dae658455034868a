using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Tests.Support.Board;
using Release.Tests.Support.Sources;

namespace Release.Tests.Unit.Previews;

/// <summary>What somebody should know before, and nothing when there is nothing.</summary>
public sealed class RisksTests
{
    private static readonly SourceSettings Sources = new("example", "https://github.com");

    public static TheoryData<string, ChangeSet, RiskKind[], string?> Changes => new()
    {
        { "one's own", Commits.Set(Commits.Between('1', '2', ChangeRelation.Ahead, [Commits.Commit('2', "Ann")])), [], null },
        { "others'", Commits.Set(Commits.Between('1', '3', ChangeRelation.Ahead, [Commits.Commit('2', "bob"), Commits.Commit('3', "ann")])), [RiskKind.OthersChanges], "It ships 1 change of others, by bob, which is not deployed here yet." },
        { "many others'", Commits.Set(Commits.Between('1', '6', ChangeRelation.Ahead, [Commits.Commit('2', "bob"), Commits.Commit('3', "cat"), Commits.Commit('4', "dan"), Commits.Commit('5', "eve"), Commits.Commit('6', null)])), [RiskKind.OthersChanges], "It ships 5 changes of others, by bob, cat, dan and 2 more, which are not deployed here yet." },
        { "migrations", Commits.Set(Commits.Between('1', '2', ChangeRelation.Ahead, [Commits.Commit('2', "ann")]), "db/migrate/1.rb"), [RiskKind.Migrations], "1 database migration among the changed files: db/migrate/1.rb." },
        { "back", Commits.Set(Commits.Between('3', '1', ChangeRelation.Behind, [], [Commits.Commit('2', "bob"), Commits.Commit('3', "ann")]), "db/migrate/1.rb"), [RiskKind.GoesBack, RiskKind.Migrations], "It goes back: 2 changes that run here now are taken away, by bob, ann." },
        { "aside", Commits.Set(Commits.Between('3', '4', ChangeRelation.Diverged, [Commits.Commit('4', "ann")], [Commits.Commit('3', "bob")])), [RiskKind.GoesBack], "It is on another branch of the history: 1 change that runs here now is taken away, by bob." },
        { "too many files", Commits.Set(Commits.Between('1', '2', ChangeRelation.Ahead, [Commits.Commit('2', "ann")]) with { FilesAreComplete = false }), [RiskKind.Migrations], "GitHub lists only some of the changed files: there may be database migrations among the others." },
        { "unknown", new ChangeSet(Commits.Repository, null, Commits.Sha('2'), null, null, [], "Nothing was deployed here before."), [RiskKind.Unknown], "The changes are not known. Nothing was deployed here before." },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Changes_have_their_risks(string what, ChangeSet changes, RiskKind[] kinds, string? sentence)
    {
        var risks = Of(Boards.Quiet("publisher"), "integration", "v2", facts => facts with { Changes = changes, Actor = "ann", Checks = CheckState.Passed });

        risks.Select(risk => risk.Kind).ShouldBe(kinds, what);
        risks.FirstOrDefault()?.Sentence.ShouldBe(sentence);
        risks.Where(risk => risk.Kind is not RiskKind.Unknown).ShouldAllBe(risk => risk.Link!.StartsWith("https://github.com/example/publisher/compare/"));
    }

    [Fact]
    public void Going_back_does_not_undo_migrations() =>
        Of(Boards.Quiet("publisher"), "integration", "v2", facts => facts with
        {
            Changes = Commits.Set(Commits.Between('3', '1', ChangeRelation.Behind, [], [Commits.Commit('3')]), "db/migrate/1.rb"),
        })[1].Sentence.ShouldEndWith("Rolling back does not undo migrations.");

    [Theory]
    [InlineData(CheckState.Failed, "CI failed on 2222222222.")]
    [InlineData(CheckState.Pending, "CI is not done on 2222222222.")]
    [InlineData(CheckState.Passed, null)]
    [InlineData(CheckState.None, null)]
    [InlineData(CheckState.Unknown, null)]
    public void CI_that_is_not_green_is_told(CheckState checks, string? sentence)
    {
        var set = Commits.Set(Commits.Between('1', '2', ChangeRelation.Ahead, [Commits.Commit('2', "ann")]));

        var risks = Of(Boards.Quiet("publisher"), "integration", "v2", facts => facts with { Changes = set, Checks = checks, Actor = "ann" });

        risks.Where(risk => risk.Kind is RiskKind.Checks).Select(risk => (risk.Sentence, risk.Link))
            .ShouldBe(sentence is null ? [] : [(sentence, $"https://github.com/example/publisher/commit/{Commits.Sha('2')}")]);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(null, 0)]
    [InlineData(false, 1)]
    public void An_image_that_must_be_built_is_told(bool? exists, int count) =>
        Of(Boards.Quiet("publisher"), "integration", "v2", facts => facts with { ImageExists = exists })
            .Count(risk => risk.Kind is RiskKind.Build).ShouldBe(count);

    [Fact]
    public void What_the_board_knows_is_told_without_GitHub()
    {
        var row = Boards.Row(
            "publisher",
            Boards.Cell("integration", "v2").Deploying(DeploymentStatus.Failed, "v3", StepName.SmokeTest),
            Boards.Cell("staging", "v1", automatic: false).Deploying(DeploymentStatus.Running, "v2", StepName.Rollout),
            Boards.Cell("production", null)) with
        { DeployFreeze = true };

        Of(row, "staging", "v3").Select(risk => (risk.Kind, risk.Sentence)).ShouldBe(
        [
            (RiskKind.Frozen, "Frozen in Release: automatic deployments are refused. You can still deploy by hand."),
            (RiskKind.AutomaticDeploysDisabled, "Automatic deployments are disabled in staging: each deployment there needs a person's decision."),
            (RiskKind.UnderWay, "v2 is on its way to staging now. Your deployment supersedes it."),
            (RiskKind.FailedElsewhere, "v3 failed in integration at smoke test."),
            (RiskKind.NotFromBefore, "v3 is not what integration has now (v2)."),
        ]);
        Of(row, "production", null).Select(risk => risk.Kind).ShouldBe([RiskKind.Frozen, RiskKind.NotConfigured]);
        Of(Boards.Quiet("publisher"), "staging", "v1").ShouldHaveSingleItem().Sentence.ShouldBe("Staging runs v1 already.");
    }

    private static IReadOnlyList<Risk> Of(BoardRow row, string environment, string? version, Func<RiskFacts, RiskFacts>? more = null)
    {
        var facts = new RiskFacts(row, Boards.Order, EnvironmentName.Parse(environment), version is null ? null : ImageTag.Parse(version)) { Sources = Sources };
        return Risks.Of(more?.Invoke(facts) ?? facts);
    }
}
