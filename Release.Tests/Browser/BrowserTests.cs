namespace Release.Tests.Browser;

/// <summary>Classes of this collection share one product and one browser, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<BrowserFixture>, ICollectionFixture<Chromium>
{
    public const string Name = "Browser";
}
