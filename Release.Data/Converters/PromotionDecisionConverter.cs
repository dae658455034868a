using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Release.Core.Deployments;
using Release.Data.Json;

namespace Release.Data.Converters;

internal sealed class PromotionDecisionConverter() : ValueConverter<PromotionDecision, string>(
    decision => StoredJson.Write(decision), text => StoredJson.Read<PromotionDecision>(text));
