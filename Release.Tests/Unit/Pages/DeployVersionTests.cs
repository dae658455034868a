using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Core.Sources;
using Release.Web.Components.Shared;

namespace Release.Tests.Unit.Pages;

/// <summary>What the sheet says of a version that is a tag, a branch or a commit.</summary>
public sealed class DeployVersionTests
{
    private static readonly CommitSha Commit = CommitSha.Parse("5779607b49aab1200488439f02372c57b4f75444");
    private static readonly EnvironmentName Integration = EnvironmentName.Parse("integration");

    [Fact]
    public void A_branch_without_an_image_is_built_first() =>
        DeploySheetState.ButtonText("my-branch", Integration, new ResolvedVersion.Found(ImageTag.Parse(Commit.Value), Commit, "my-branch", false))
            .ShouldBe("Build and deploy my-branch to integration");

    [Fact]
    public void A_branch_that_was_released_names_the_release() =>
        DeploySheetState.ButtonText("my-branch", Integration, new ResolvedVersion.Found(ImageTag.Parse("v12"), Commit, "my-branch", true))
            .ShouldBe("Deploy my-branch (v12) to integration");

    [Fact]
    public void A_tag_is_deployed_as_it_is()
    {
        var found = new ResolvedVersion.Found(ImageTag.Parse("v12"), null, null, true);

        DeploySheetState.ButtonText("v12", Integration, found).ShouldBe("Deploy v12 to integration");
        DeploySheetState.Meaning(found).ShouldBeNull();
    }

    [Fact]
    public void What_nobody_knows_is_an_error_that_names_it()
    {
        var unknown = new ResolvedVersion.Unknown("is not known: alphagov/publisher has no such thing.");

        DeploySheetState.VersionError("nothing", unknown).ShouldBe("“nothing” is not known: alphagov/publisher has no such thing.");
        DeploySheetState.ButtonText("nothing", Integration, unknown).ShouldBe("Deploy to integration");
    }

    [Fact]
    public void A_refusal_names_the_version_only_when_the_version_is_at_fault()
    {
        DeploySheetState.Refusal("nothing", new DeployResult.Refused(DeployResult.VersionField, "is not known.")).ShouldBe("“nothing” is not known.");
        DeploySheetState.Refusal("v1", new DeployResult.Refused("application", "Automatic deployments are frozen.")).ShouldBe("Automatic deployments are frozen.");
        DeploySheetState.Refusal("v1", new DeployResult.Forbidden("Ask a deployer.")).ShouldBe("Ask a deployer.");
    }

    [Fact]
    public void With_GitHub_away_the_button_still_says_what_was_typed() =>
        DeploySheetState.ButtonText("my-branch", Integration, new ResolvedVersion.Away("GitHub is away.")).ShouldBe("Deploy my-branch to integration");

    [Fact]
    public void A_reference_says_what_it_leads_to()
    {
        DeploySheetState.Meaning(new ResolvedVersion.Found(ImageTag.Parse("v12"), Commit, "main", true)).ShouldBe("It is commit 5779607b49, released as v12.");
        DeploySheetState.Meaning(new ResolvedVersion.Found(ImageTag.Parse(Commit.Value), Commit, "main", false)).ShouldBe("It is commit 5779607…f75444.");
    }

    [Fact]
    public void Suggestions_from_GitHub_follow_those_that_were_deployed() =>
        DeploySheetState.Searched([new VersionSuggestion("v1", "deployed in staging")], [GitReferenceName.Parse("v1"), GitReferenceName.Parse("v1-hotfix")])
            .Select(suggestion => suggestion.Version).ShouldBe(["v1", "v1-hotfix"]);
}
