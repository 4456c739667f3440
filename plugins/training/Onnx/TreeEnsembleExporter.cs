using Google.Protobuf;
using Jinan.IndustryBrain.Plugins.Training.Onnx.Format;
using Microsoft.ML.Trainers.FastTree;

namespace Jinan.IndustryBrain.Plugins.Training.Onnx;

/// <summary>
/// Writes an ML.NET tree ensemble (FastTree or LightGBM, numeric splits) as an ONNX model: input <c>features</c>
/// float[N, count], output <c>score</c> float[N, 1].
/// </summary>
internal static class TreeEnsembleExporter
{
    private const string TreeDomain = "ai.onnx.ml";

    /// <summary>The sum of the trees, as a regression gives it.</summary>
    public static byte[] Regressor(TreeEnsemble<RegressionTree> ensemble, int features, string name) =>
        Model(name, features, [Trees(ensemble, "score")], []);

    /// <summary>
    /// The probability of a binary classifier: 1 / (1 + exp(slope x + offset)) of the sum x (Platt), as
    /// Sigmoid(-slope x - offset).
    /// </summary>
    public static byte[] BinaryClassifier(
        TreeEnsemble<RegressionTree> ensemble, double slope, double offset, int features, string name) =>
        Model(
            name,
            features,
            [
                Trees(ensemble, "margin"),
                Node("Mul", ["margin", "scale"], "scaled"),
                Node("Add", ["scaled", "shift"], "logit"),
                Node("Sigmoid", ["logit"], "score"),
            ],
            [Scalar("scale", (float)-slope), Scalar("shift", (float)-offset)]);

    private static byte[] Model(string name, int features, NodeProto[] nodes, TensorProto[] constants) => new ModelProto
    {
        IrVersion = 8,
        ProducerName = "Jinan.IndustryBrain.Plugins.Training",
        ProducerVersion = "1",
        Graph = new GraphProto
        {
            Name = name,
            Node = { nodes },
            Initializer = { constants },
            Input = { Tensor("features", features) },
            Output = { Tensor("score", 1) },
        },
        OpsetImport =
        {
            new OperatorSetIdProto { Domain = "", Version = 17 },
            new OperatorSetIdProto { Domain = TreeDomain, Version = 3 },
        },
    }.ToByteArray();

    private static NodeProto Trees(TreeEnsemble<RegressionTree> ensemble, string output)
    {
        var trees = TreeEnsembleNodes.From(ensemble);
        var node = Node("TreeEnsembleRegressor", ["features"], output);
        node.Domain = TreeDomain;
        node.Attribute.Add(Ints("nodes_treeids", trees.TreeIds));
        node.Attribute.Add(Ints("nodes_nodeids", trees.NodeIds));
        node.Attribute.Add(Ints("nodes_featureids", trees.FeatureIds));
        node.Attribute.Add(Floats("nodes_values", trees.Values));
        node.Attribute.Add(new AttributeProto
        {
            Name = "nodes_modes", Type = 8, Strings = { trees.Modes.Select(ByteString.CopyFromUtf8) },
        });
        node.Attribute.Add(Ints("nodes_truenodeids", trees.TrueNodeIds));
        node.Attribute.Add(Ints("nodes_falsenodeids", trees.FalseNodeIds));
        node.Attribute.Add(Ints("target_treeids", trees.LeafTreeIds));
        node.Attribute.Add(Ints("target_nodeids", trees.LeafNodeIds));
        node.Attribute.Add(Ints("target_ids", trees.LeafNodeIds.Select(_ => 0L)));
        node.Attribute.Add(Floats("target_weights", trees.LeafWeights));
        node.Attribute.Add(new AttributeProto { Name = "n_targets", Type = 2, I = 1 });
        node.Attribute.Add(Floats("base_values", [trees.Bias]));
        return node;
    }

    private static NodeProto Node(string operation, string[] inputs, string output) =>
        new() { OpType = operation, Name = output, Input = { inputs }, Output = { output } };

    private static AttributeProto Ints(string name, IEnumerable<long> values) =>
        new() { Name = name, Type = 7, Ints = { values } };

    private static AttributeProto Floats(string name, IEnumerable<float> values) =>
        new() { Name = name, Type = 6, Floats = { values } };

    private static TensorProto Scalar(string name, float value) =>
        new() { Name = name, DataType = 1, Dims = { 1 }, FloatData = { value } };

    private static ValueInfoProto Tensor(string name, int columns) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = 1,
                Shape = new TensorShapeProto
                {
                    Dim =
                    {
                        new TensorShapeProto.Types.Dimension { DimParam = "rows" },
                        new TensorShapeProto.Types.Dimension { DimValue = columns },
                    },
                },
            },
        },
    };
}
