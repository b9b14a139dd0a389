import EventLog

/// Trees, proofs and notes that others have published or made.
enum TreeVectors {
  /// The eight leaves that the tests of Certificate Transparency grow their trees from.
  static let certificateLeaves: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
    [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
    [
      0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E,
      0x6F,
    ],
  ]

  /// The roots of the trees of the first none to all of them.
  static let certificateRoots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  /// The complete subtrees of the tree of all eight, by level, from the left.
  static let certificateNodes = [
    [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
      "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
      "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
      "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
    ],
    [
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    ],
    [
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    ["5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
  ]

  /// A proof of the tests of Certificate Transparency, its hashes as (level, index) in the nodes above.
  struct CertificateProof: Sendable {
    /// The leaf's index, or the older size.
    var from: UInt64
    var size: UInt64
    var hashes: [(level: Int, index: Int)]
  }

  static let certificateInclusions = [
    CertificateProof(from: 0, size: 1, hashes: []),
    CertificateProof(from: 0, size: 2, hashes: [(0, 1)]),
    CertificateProof(from: 1, size: 2, hashes: [(0, 0)]),
    CertificateProof(from: 2, size: 3, hashes: [(1, 0)]),
    CertificateProof(from: 1, size: 5, hashes: [(0, 0), (1, 1), (0, 4)]),
    CertificateProof(from: 0, size: 8, hashes: [(0, 1), (1, 1), (2, 1)]),
    CertificateProof(from: 5, size: 8, hashes: [(0, 4), (1, 3), (2, 0)]),
  ]

  static let certificateConsistencies = [
    CertificateProof(from: 1, size: 1, hashes: []),
    CertificateProof(from: 1, size: 8, hashes: [(0, 1), (1, 1), (2, 1)]),
    CertificateProof(from: 6, size: 8, hashes: [(1, 2), (1, 3), (2, 0)]),
    CertificateProof(from: 2, size: 5, hashes: [(1, 1), (0, 4)]),
    CertificateProof(from: 6, size: 7, hashes: [(1, 2), (0, 6), (2, 0)]),
  ]

  // The tree of RFC 6962 §2.1.3, seven leaves d0 to d6, its nodes named as there.
  static let rfcInclusions: [(leaf: UInt64, hashes: String)] = [
    (0, "b h l"), (3, "c g l"), (4, "f j k"), (6, "i k"),
  ]
  static let rfcConsistencies: [(old: UInt64, hashes: String)] = [
    (3, "c d g l"), (4, "l"), (6, "i j k"),
  ]
}

extension TreeVectors {
  // Of leaves that say their index in decimal: leaf 12 is the two bytes "12". Many hashes are summed up
  // as the hash of a leaf that is all of them, one after the other.

  /// Roots of sizes 1 to 1,000, by PyPI's pymerkle 7.0.0 and aics-tlog 0.2.1 alike.
  static let allRoots = "5c16ae86a1f7025e84c012520a8b9ea7fe3e9d931f9a7cc0c99537b13af16ff0"
  static let someRoots: [(size: UInt64, root: String)] = [
    (1000, "638afa98022925bacfddadb15ef22fd0199c1ac99c2973b6158243d13fce05c2"),
    (777, "018a319d5e2bb933683eb1305e900102ef4a63640a8de503d7958e048625df05"),
    (513, "c24f62075c76ec77f6bf5159e732cf1952814fb1bea007e33e92ad9bdd7afda0"),
  ]
  /// The inclusion proofs of every index of every size up to 300, by aics-tlog 0.2.1.
  static let allInclusions = "d9d1e7edfabd1bf2b0f6ec0cbf9ae1422b8db799404276bfe8ddf61584120305"
  static let allInclusionsCount = 353_677
  /// The consistency proofs from every size to every one up to 300, by aics-tlog 0.2.1.
  static let allConsistencies = "79a60b500ebcf103a30bfaaab993698d938afec2010be6803aeca4dc5082c58f"
  static let allConsistenciesCount = 351_488
  /// All tiles of 70,000 leaves, each after its path and a newline, by path; by aics-tlog 0.2.1.
  static let allTiles = "a619fe06fb3e5d195e954e0fc45e90378c072ad26b6b1f894eb8bc791441dac9"
  static let allTilesCount = 277
  static let tiledRoot = "1a4cdfcb66374a0c0dcbef49acbd4976d13ee864fb3cb241fc943cad04f02f7e"

  /// Signed by PyPI's cryptography 50.0.2 with the keys of seeds 00 01 … 1f and 01 02 … 20.
  static let log = "clinic.example/log"
  static let logKey =
    "clinic.example/log+e296d1b2+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
  static let witnessKey =
    "témoin.example/été+fc58c228+AXm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk"
  static let checkpoint = """
    clinic.example/log
    777
    AYoxnV4ruTNoPrEwXpABAu9KY2QKjeUD15WOBIYl3wU=

    — clinic.example/log 4pbRssOkdR1L2k5jXKxagqN1vLv2x0Oc8SGt4LPomCA9q018h1JO9TOUd9CFYLGv/nYHWyHIpQj4uDxZ0NjsiqVWtww=
    — témoin.example/été /FjCKKyTTKJjDOcbVJomXzlUiusPgb+Cbu5mucNa6IqNmxx3AwlV+7FRk+eidQOq02hn9X067ND6UtzWwTeS4XAy1QU=

    """
  /// Record "654" in that checkpoint's tree.
  static let entryProof =
    """
    c2sp.org/tlog-proof@v1
    index 654
    JDGwGJkeRo5fBy0wxMOiqnaFTX91rQGAYRT32ei+Flk=
    +JRFyy3Lmj0l8PdwV+4PEXF0h4SY0M1fu9aUqsexeSI=
    mHnPVC3Ij33xv22q0dxw8oecxdMqIl8VP7G+qbwVn+Q=
    ng6+piPK7BsXHRbWwRuvoD40WfhgDLwOFbz6aeb3plY=
    5ukMvj7Dfs4XGK1Kdlqtq9cEq0hnukIGUDLZ0qZKGlE=
    48abVrqpNUbv+WL7y0bJIPBMrq0TeViN4Ua1NfUydnM=
    nDABQdrCSWUDSencwA7lA1NEkcVi+edXW70ZZo8J+38=
    6yQkDKOm3o1N6u/O35FtetUIhKga1uOAlBMlZyHyB/k=
    iKacsBu7FcsyfG+tQO0bdnUWLymW21jK1jNGhMtpero=
    1LIWJJXKYJ3AY5DTU8oMVRB3ZcYJ4CJut0fYkQXcjVU=


    """ + checkpoint
  /// From the tree of the first 513 records to that checkpoint's.
  static let growthProof =
    """
    old 513
    fto18H8YFx8qZPTNV/UYR79a55L3c9KgzBmt5iBMqaM=
    iu+wUPHm3DTDpejlYdcu7Vl3BZB6PVZZrNVMGqQBZFM=
    R2csH49fC2fR/nPRWTdx6Use2w0mdBt1tyuYVDE17iY=
    Kd9hqxjoDn8uTJZtzWjSqBeURcqDc8E+7G4bQcwozxo=
    EGiSBnPw4MOFKRRsDtCdbcAyTsTUYbFOkYF61lR7nxQ=
    6sLE4622dr2WaAB4gp5ISsdVB0NcCUbw+OmO4V6H+jg=
    7Azm++WkjIeS10zwJLILziBfWknUCY7i5JqfNQ+vwe0=
    8qQt7O8l60h1qHUS4qh34j8uYt6QeAvPY7FTxhJOHH4=
    n1CxVDBQc1V5+MKB6jEaBIMSquoPJPpLi8YzBo3esGE=
    iKacsBu7FcsyfG+tQO0bdnUWLymW21jK1jNGhMtpero=
    1LIWJJXKYJ3AY5DTU8oMVRB3ZcYJ4CJut0fYkQXcjVU=


    """ + checkpoint
}

extension TreeVectors {
  /// A note that was published together with a key that signed it.
  struct Published: Sendable {
    var source: String
    var keys: [String]
    var note: String
    var text: String
  }

  static let petersSecret =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  static let petersKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  static let petersText = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    """
  static let petersLine = """
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

    """
  static let enochsKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
  static let enochsLine = """
    — EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=

    """

  static let published = [
    Published(
      source: "golang.org/x/mod/sumdb/note", keys: [petersKey],
      note: petersText + "\n" + petersLine, text: petersText),
    Published(
      source: "golang.org/x/mod/sumdb/note, two signatures", keys: [petersKey, enochsKey],
      note: petersText + "\n" + petersLine + enochsLine, text: petersText),
    Published(
      source: "c2sp.org/signed-note",
      keys: ["example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"],
      note: """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

        """, text: "This is an example message.\n"),
    Published(
      source: "sum.golang.org's tree",
      keys: ["sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"],
      note: """
        go.sum database tree
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — sum.golang.org Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

        """,
      text: """
        go.sum database tree
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        """),
  ]

  /// Examples of C2SP's pages whose keys are not given: they can be read, and written again.
  static let poem = """
    Ognuno sta solo sul cuor della terra
    trafitto da un raggio di sole:

    ed è subito sera.

    — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

    """
  static let witnessRequest = """
    old 20852014
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
    5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
    /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

    example.com/behind-the-sofa
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
    — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=

    """
}
