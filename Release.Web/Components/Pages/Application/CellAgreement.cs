namespace Release.Web.Components.Pages.Application;

/// <summary>What the three truths together come to.</summary>
public enum CellAgreement
{
    /// <summary>They agree, or there is nothing to compare.</summary>
    Quiet,
    Moving,

    /// <summary>They differ while nothing is under way.</summary>
    Attention,
    Failed,
}
